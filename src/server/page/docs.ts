/** The OpenAPI document for people: every address with what it takes and answers. */
import { html, type Markup } from '../../evaluation/index.js';
import type { Assets } from '../assets.js';
import type { OpenApiDocument, Operation, Response } from '../openapi.js';
import type { Schema } from '../schema.js';
import { frame } from './document.js';

type Schemas = Readonly<Record<string, Schema>>;

export function docsPage({ info, paths, components }: OpenApiDocument, assets: Assets): string {
  const entries = Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({
      id: idOf(method, path),
      path,
      method,
      operation,
    })),
  );
  return frame(
    'API',
    assets,
    html`<main class="docs">
<div class="intro"><h1>${info.title} ${info.version}: the API</h1>
<p>${info.description} The same as a document for programs: <a href="./openapi.json">/openapi.json</a> (OpenAPI 3.1). Behind a proxy that serves this under a path, that path comes before each of these.</p>
<ul class="contents">${entries.map(
      ({ id, path, method, operation }) =>
        html`<li><a href="#${id}"><code>${method.toUpperCase()} ${path}</code></a> ${operation.summary}</li>`,
    )}</ul></div>
${entries.map(
  ({ id, path, method, operation }) => html`<section class="card" id="${id}" aria-labelledby="${id}-title">
<h2 id="${id}-title"><code>${method.toUpperCase()} ${path}</code></h2>
<p><strong>${operation.summary}.</strong> ${operation.description ?? ''}</p>
${operationParts(operation)}
</section>`,
)}
<section class="card" id="schemas" aria-labelledby="schemas-title"><h2 id="schemas-title">Schemas</h2>
${Object.entries(components.schemas).map(
  ([name, schema]) => html`<h3 id="schema-${name}">${name}</h3>
${description(schema)}${fieldTable(schema, components.schemas)}`,
)}</section>
</main>`,
  );
}

function operationParts({ parameters = [], requestBody, responses, security }: Operation): Markup {
  const rows = parameters.map(
    ({ name, in: place, description: text }) =>
      html`<tr><th scope="row"><code>${String(name)}</code></th><td>${String(place)}</td><td>${String(text)}</td></tr>`,
  );
  return html`${security === undefined ? null : html`<p>Needs <code>Authorization: Bearer KEY</code>.</p>`}
${rows.length === 0 ? null : html`<table><caption>Parameters</caption><tbody>${rows}</tbody></table>`}
${requestBody === undefined ? null : html`<p>Takes ${contents(requestBody.content)}.</p>`}
<table><caption>Answers</caption><tbody>${Object.entries(responses).map(
    ([status, response]) =>
      html`<tr><th scope="row">${status}</th><td>${answer(response)}</td><td>${contents(response.content)}</td></tr>`,
  )}</tbody></table>`;
}

function answer({ description: text, headers }: Response): Markup {
  return html`${text}${headers === undefined ? null : html`; <code>${Object.keys(headers).join(', ')}</code>`}`;
}

function contents(content: Response['content']): Markup[] {
  return Object.entries(content).map(
    ([type, { schema }], index) => html`${index === 0 ? '' : ', '}<code>${type}</code> ${typeText(schema)}`,
  );
}

function fieldTable(schema: Schema, schemas: Schemas): Markup | null {
  const variants = schema.oneOf as readonly Schema[] | undefined;
  if (variants !== undefined)
    return html`<p>One of:</p>${variants.map((variant) => fieldTable(variant, schemas) ?? html`<p>${typeText(variant)}</p>`)}`;
  const properties = schema.properties as Schemas | undefined;
  if (properties === undefined) return null;
  const required = schema.required as readonly string[];
  return html`<table><tbody>${Object.entries(properties).map(
    ([name, field]) =>
      html`<tr><th scope="row"><code>${name}</code></th><td>${typeText(field)}${required.includes(name) ? '' : ', optional'}</td><td>${inner(field)}</td></tr>`,
  )}</tbody></table>`;
}

/** The description of a field; of an object or list of objects also the fields of that. */
function inner(field: Schema): Markup {
  const items = (field.items ?? field) as Schema;
  const properties = items.properties as Schemas | undefined;
  if (properties === undefined) return html`${description(field)}`;
  return html`${description(field)}<ul>${Object.entries(properties).map(
    ([name, part]) =>
      html`<li><code>${name}</code> (${typeText(part)}) ${String(part.description ?? '')}</li>`,
  )}</ul>`;
}

function description({ description: text }: Schema): Markup | null {
  return text === undefined ? null : html`<p>${String(text)}</p>`;
}

function typeText(schema: Schema): Markup {
  const { $ref, enum: values, type, items, minimum, maximum, maxLength, maxItems } = schema;
  if (typeof $ref === 'string') {
    const name = $ref.slice($ref.lastIndexOf('/') + 1);
    return html`<a href="#schema-${name}">${name}</a>`;
  }
  if (Array.isArray(values))
    return html`${values.length > 8 ? 'a code' : values.map((value) => JSON.stringify(value)).join(' or ')}`;
  if (items !== undefined) return html`list of ${typeText(items as Schema)}${limit(', at most', maxItems)}`;
  const range =
    typeof minimum === 'number' && typeof maximum === 'number' ? `, ${minimum} to ${maximum}` : '';
  return html`${[type].flat().join(' or ')}${range}${limit(', at most', maxLength)}`;
}

function limit(words: string, value: unknown): string {
  return typeof value === 'number' ? `${words} ${value.toLocaleString('en')}` : '';
}

function idOf(method: string, path: string): string {
  return `${method}${path.replace(/[^a-z\d]+/gi, '-').replace(/-$/, '')}`;
}
