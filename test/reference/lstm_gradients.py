"""Reference values from PyTorch for the recurrent layer, the whole classifier and the optimisers.

    apt-get install python3-torch && /usr/bin/python3 test/reference/lstm_gradients.py > test/reference/lstm-gradients.json

Everything is computed in float64 and stored with 9 significant digits; inputs and parameters are float32 numbers, so
that a float32 engine starts from the very same values. A tensor is {"shape": [...], "values": [...]}, row-major.
Names and layouts follow the ONNX operator (https://onnx.ai/onnx/operators/onnx__LSTM.html), gates in the order input,
output, forget, cell: W [D, 4H, E], R [D, 4H, H], B [D, 8H] = Wb ++ Rb. Outputs y are [T, B, D*H], forward ++ backward.
"""

import json
import sys

import torch
from torch import nn

T, B, E, H = 5, 3, 4, 5
generator = torch.Generator().manual_seed(20240229)


def random(*shape, scale=1.0):
    """Normal numbers that float32 holds exactly, as float64."""
    return (torch.randn(*shape, generator=generator) * scale).double()


# --- layouts -----------------------------------------------------------------------------------------------------

ONNX_GATES = (0, 3, 1, 2)  # input, output, forget, cell, as places in PyTorch's input, forget, cell, output


def to_onnx_gates(rows):
    """[4H, ...] in PyTorch's gate order -> the same rows in ONNX's."""
    gates = rows.chunk(4)
    return torch.cat([gates[gate] for gate in ONNX_GATES])


def onnx_layer(lstm, layer, gradient=False):
    """W, R and B of one layer of an nn.LSTM, or their gradients."""

    def read(name, direction):
        parameter = getattr(lstm, f"{name}_l{layer}" + ("_reverse" if direction else ""))
        return to_onnx_gates(parameter.grad if gradient else parameter.detach())

    directions = range(2 if lstm.bidirectional else 1)
    return {
        "W": torch.stack([read("weight_ih", d) for d in directions]),
        "R": torch.stack([read("weight_hh", d) for d in directions]),
        "B": torch.stack([torch.cat([read("bias_ih", d), read("bias_hh", d)]) for d in directions]),
    }


def onnx_lstm(x, lengths, W, R, B):
    """The operator's equations written out for one layer, to prove the layout above. Returns y [T, B, D*H]."""
    directions = []
    for d in range(W.shape[0]):
        hidden = R.shape[2]
        bias_x, bias_h = B[d].chunk(2)
        y = torch.zeros(x.shape[0], x.shape[1], hidden, dtype=x.dtype)
        for b, length in enumerate(lengths):
            h = c = torch.zeros(hidden, dtype=x.dtype)
            for t in range(length) if d == 0 else reversed(range(length)):
                i, o, f, g = (W[d] @ x[t, b] + bias_x + R[d] @ h + bias_h).chunk(4)
                c = f.sigmoid() * c + i.sigmoid() * g.tanh()
                h = o.sigmoid() * c.tanh()
                y[t, b] = h
        directions.append(y)
    return torch.cat(directions, dim=2)


def new_lstm(layers, directions):
    lstm = nn.LSTM(E, H, num_layers=layers, bidirectional=directions == 2).double()
    with torch.no_grad():
        for parameter in lstm.parameters():
            parameter.copy_(random(*parameter.shape, scale=0.5))
    return lstm


def run_packed(lstm, x, lengths):
    """y [T, B, D*H], 0 beyond each length; final hidden and cell states [layers*D, B, H]."""
    packed = nn.utils.rnn.pack_padded_sequence(x, torch.tensor(lengths), enforce_sorted=False)
    output, (hidden, cell) = lstm(packed)
    y, _ = nn.utils.rnn.pad_packed_sequence(output, total_length=x.shape[0])
    return y, hidden, cell


# --- cases -------------------------------------------------------------------------------------------------------


def lstm_case(name, layers, directions, lengths):
    """loss = sum(y * c) and its gradients."""
    lstm = new_lstm(layers, directions)
    x = random(T, B, E).requires_grad_()
    c = random(T, B, directions * H)
    y, hidden, cell = run_packed(lstm, x, lengths)
    loss = (y * c).sum()
    loss.backward()

    weights = [onnx_layer(lstm, layer) for layer in range(layers)]
    expected = x.detach()
    for layer in weights:
        expected = onnx_lstm(expected, lengths, **layer)
    assert torch.allclose(expected, y, atol=1e-12), name

    return {
        "name": name,
        "sizes": {"T": T, "B": B, "E": E, "H": H, "directions": directions, "layers": layers},
        "lengths": lengths,
        "x": x,
        "c": c,
        "layers": weights,
        "y": y,
        "finalHidden": hidden[-directions:],  # [D, B, H], last layer: the operator's Y_h
        "finalCell": cell[-directions:],
        "loss": loss,
        "gradients": {
            "x": x.grad,
            "layers": [onnx_layer(lstm, layer, gradient=True) for layer in range(layers)],
        },
    }


def classifier_case():
    """Embedding -> LSTM both ways -> mean ++ max ++ final states -> linear -> binary cross-entropy with logits."""
    V = 12
    embedding = random(V, E, scale=0.8).requires_grad_()
    lstm = new_lstm(1, 2)
    weight = random(1, 6 * H, scale=0.4).requires_grad_()
    bias = random(1, scale=0.4).requires_grad_()
    lengths = [5, 2, 4]
    ids = torch.tensor([[2, 5, 7, 5, 11], [2, 9, 0, 0, 0], [2, 1, 7, 4, 0]])  # [B, T], 0 is padding
    labels = [1, 0, 1]

    y, hidden, _ = run_packed(lstm, embedding[ids.T], lengths)  # [T, B, 2H]
    mask = (ids.T != 0).unsqueeze(2)  # [T, B, 1]
    mean = (y * mask).sum(0) / mask.sum(0)  # [B, 2H]
    maximum = y.masked_fill(~mask, -torch.inf).amax(0)  # [B, 2H]
    features = torch.cat([mean, maximum, hidden[0], hidden[1]], dim=1)  # [B, 6H]
    features.retain_grad()
    logits = (features @ weight.T + bias).squeeze(1)  # [B]
    logits.retain_grad()
    loss = nn.functional.binary_cross_entropy_with_logits(logits, torch.tensor(labels).double())
    loss.backward()

    return {
        "name": "embedding, LSTM in both directions, three poolings, linear, binary cross-entropy",
        "sizes": {"V": V, "T": T, "B": B, "E": E, "H": H, "directions": 2},
        "ids": ids.tolist(),
        "lengths": lengths,
        "labels": labels,
        "parameters": {"embedding": embedding, **onnx_layer(lstm, 0), "weight": weight, "bias": bias},
        "features": features,
        "logits": logits,
        "loss": loss,
        "gradients": {
            "embedding": embedding.grad,
            **onnx_layer(lstm, 0, gradient=True),
            "weight": weight.grad,
            "bias": bias.grad,
            "features": features.grad,
            "logits": logits.grad,
        },
    }


START = [[0.5, -1.25, 2.0], [0.1, -0.3]]  # two parameters, so that a norm over both differs from one over each
GRADIENTS = [  # five steps; the third lies within the clipping limit
    [[0.4, -0.9, 1.5], [2.0, -0.7]],
    [[-0.2, 0.6, 0.0], [-1.1, 0.3]],
    [[0.05, -0.1, 0.2], [0.15, -0.05]],
    [[1.2, -2.4, 0.8], [0.5, 3.0]],
    [[-0.7, 0.35, -1.6], [0.0, 0.9]],
]


def optimiser_case(name, options, maximum_norm=None):
    kind = {"sgd": torch.optim.SGD, "adam": torch.optim.Adam, "adamw": torch.optim.AdamW}[options["optimiser"]]
    settings = {
        "lr": options["learningRate"],
        "weight_decay": options["weightDecay"],
        **({"momentum": options["momentum"]} if "momentum" in options else {}),
        **({"betas": tuple(options["betas"]), "eps": options["epsilon"]} if "betas" in options else {}),
    }
    parameters = [torch.tensor(start, dtype=torch.float64, requires_grad=True) for start in START]
    optimiser = kind(parameters, **settings)
    norms, steps = [], []
    for gradients in GRADIENTS:
        for parameter, gradient in zip(parameters, gradients):
            parameter.grad = torch.tensor(gradient, dtype=torch.float64)
        norms.append(nn.utils.clip_grad_norm_(parameters, maximum_norm or float("inf")).item())
        optimiser.step()
        steps.append([parameter.detach().tolist() for parameter in parameters])
    return {
        "name": name,
        **options,
        "maximumNorm": maximum_norm,
        "start": START,
        "gradients": GRADIENTS,
        "gradientNorms": norms,
        "steps": steps,
    }


def sparse_adam_case():
    """Adam that touches only the rows that have a gradient; its epsilon and bias correction are SparseAdam's."""
    table = random(4, 2)
    parameter = table.clone().requires_grad_()
    optimiser = torch.optim.SparseAdam([parameter], lr=0.01, betas=(0.9, 0.999), eps=1e-8)
    updates = [
        {"rows": [0, 2], "values": [[0.5, -0.4], [1.5, 0.3]]},
        {"rows": [2], "values": [[-0.6, 0.9]]},
        {"rows": [1, 2], "values": [[0.2, 0.7], [0.1, -1.1]]},
    ]
    steps = []
    for update in updates:
        values = torch.tensor(update["values"], dtype=torch.float64)
        parameter.grad = torch.sparse_coo_tensor(torch.tensor([update["rows"]]), values, table.shape)
        optimiser.step()
        steps.append(parameter.detach().tolist())
    return {
        "name": "SparseAdam",
        "learningRate": 0.01,
        "betas": [0.9, 0.999],
        "epsilon": 1e-8,
        "start": table.tolist(),
        "updates": updates,
        "steps": steps,
    }


ADAM = {"learningRate": 0.01, "betas": [0.9, 0.999], "epsilon": 1e-8}


def reference():
    full, padded = [T, T, T], [3, 5, 1]
    return {
        "command": "/usr/bin/python3 test/reference/lstm_gradients.py > test/reference/lstm-gradients.json",
        "torch": torch.__version__,
        "gateOrder": "iofc",
        "lstm": [
            lstm_case("one direction", 1, 1, full),
            lstm_case("one direction with padding", 1, 1, padded),
            lstm_case("both directions", 1, 2, full),
            lstm_case("both directions with padding", 1, 2, padded),
            lstm_case("two layers in both directions with padding", 2, 2, padded),
        ],
        "classifier": classifier_case(),
        "optimisers": [
            optimiser_case("SGD with momentum", {"optimiser": "sgd", "learningRate": 0.1, "momentum": 0.9, "weightDecay": 0}),
            optimiser_case("Adam", {"optimiser": "adam", **ADAM, "weightDecay": 0}),
            optimiser_case("AdamW", {"optimiser": "adamw", **ADAM, "weightDecay": 0.1}),
            optimiser_case("Adam after clipping to a global norm", {"optimiser": "adam", **ADAM, "weightDecay": 0}, 1.0),
            optimiser_case(
                "SGD after clipping to a global norm",
                {"optimiser": "sgd", "learningRate": 0.1, "momentum": 0.9, "weightDecay": 0},
                1.0,
            ),
        ],
        "sparseAdam": sparse_adam_case(),
    }


# --- JSON as the project's formatter lays it out ------------------------------------------------------------------

WIDTH = 110


def number(value):
    """9 significant digits, exponents as JavaScript writes them: 1e-8, not 1e-08."""
    return str(value) if isinstance(value, int) else f"{value:.9g}".replace("e-0", "e-")


def layout(value, indent=0, used=0):
    """`value` as JSON text; `used` is the number of characters already on its line, or to come after it."""
    if isinstance(value, torch.Tensor):
        value = value.detach()
        if value.dim() == 0:
            return number(value.item())
        value = {"shape": list(value.shape), "values": value.flatten().tolist()}
    inner = " " * (indent + 2)
    if isinstance(value, dict):
        items = list(value.items())
        lines = []
        for place, (key, item) in enumerate(items):
            start = f"{inner}{json.dumps(key)}: "
            comma = "," if place < len(items) - 1 else ""
            lines.append(start + layout(item, indent + 2, len(start) + len(comma)) + comma)
        return "{\n" + "\n".join(lines) + "\n" + " " * indent + "}"
    if isinstance(value, (list, tuple)):
        if all(isinstance(item, (int, float)) for item in value):
            return fill([number(item) for item in value], indent, used)
        parts = [layout(item, indent + 2, indent + 2) for item in value]
        line = "[" + ", ".join(parts) + "]"
        if "\n" not in line and used + len(line) <= WIDTH:
            return line
        return "[\n" + ",\n".join(inner + part for part in parts) + "\n" + " " * indent + "]"
    return number(value) if isinstance(value, (int, float)) else json.dumps(value)


def fill(numbers, indent, used):
    line = "[" + ", ".join(numbers) + "]"
    if used + len(line) <= WIDTH:
        return line
    lines = [" " * (indent + 2) + numbers[0]]
    for place, text in enumerate(numbers[1:], start=2):
        comma = 1 if place < len(numbers) else 0
        if len(lines[-1]) + 2 + len(text) + comma <= WIDTH:
            lines[-1] += ", " + text
        else:
            lines[-1] += ","
            lines.append(" " * (indent + 2) + text)
    return "[\n" + "\n".join(lines) + "\n" + " " * indent + "]"


sys.stdout.write(layout(reference()) + "\n")
