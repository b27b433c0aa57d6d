/** The table of settings as a document: docs/settings.md is this text. */
import { environmentName, type ServerSettingName, serverSettings } from './settings.js';

export function settingsReference(): string {
  const rows = (Object.keys(serverSettings) as ServerSettingName[]).map(row);
  return `# Settings of the server

Made from the table in src/server/settings.ts. Each setting is a flag of \`reelsense serve\`, a variable of the environment, and an
option of \`createServer\`; a flag overrides the environment, and that overrides the default.

| option | flag | environment | default | from, to | |
| --- | --- | --- | --- | --- | --- |
${rows.join('\n')}
`;
}

function row(name: ServerSettingName): string {
  const setting = serverSettings[name];
  const { unit, description } = setting;
  const standard =
    'defaultShown' in setting ? setting.defaultShown : setting.default === '' ? 'none' : `${setting.default}`;
  const range =
    'minimum' in setting
      ? `${setting.minimum.toLocaleString('en')} to ${setting.maximum.toLocaleString('en')} ${unit}`
      : unit;
  const flag = `--${name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
  return `| \`${name}\` | \`${flag}\` | \`${environmentName(name)}\` | ${standard} | ${range} | ${description} |`;
}
