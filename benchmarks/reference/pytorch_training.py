"""The rate of a whole training step of an LSTM in PyTorch on the processor, for comparison with ours.

    apt-get install python3-torch libopenblas0-openmp
    /usr/bin/python3 benchmarks/reference/pytorch_training.py --batch 32 --time 400 --embedding 128 --hidden 128
    /usr/bin/python3 benchmarks/reference/pytorch_training.py --matmul
    /usr/bin/python3 benchmarks/reference/pytorch_training.py --rounds      # as benchmarks/training.ts asks for it
    /usr/bin/python3 benchmarks/reference/pytorch_training.py --rounds --as-installed

A step: embedding lookup -> LSTM -> mean over time -> linear -> binary cross-entropy with logits, backward, Adam. With
`--task language-model`: embedding lookup -> an LSTM a direction -> projection -> softmax over the distinct words of the batch,
tied to the embeddings -> cross-entropy of the next word, backward, Adam.
It is timed with a dense and a sparse gradient of the embedding, with Adam as a loop and as `foreach`, and with one
thread or all of them for OpenBLAS; the fastest counts. Prints one JSON object. Exit code 3: PyTorch is not installed.
With `--rounds` it finds the fastest variant, prints the object, and then reads numbers of steps from standard input, a
line each, and answers each with the seconds of these steps as a JSON array: rounds in turns with another program.
With `--as-installed` nothing is varied or set: the defaults of nn.Embedding (dense), Adam and the BLAS that is there.

Token ids follow the law of Zipf and Mandelbrot, 1 / (rank + shift)^exponent, as words do; exponent 0 makes all alike.

Debian's PyTorch takes its matrix product from whatever `libblas.so.3` is. `blas` in the output says which one was loaded:
- none installed: the unoptimised reference library, single-threaded and some 25 times slower; compare nothing with it;
- libopenblas0-pthread: a thread pool beside PyTorch's own. On two cores the two get in each other's way, and one thread
  for OpenBLAS is several times faster than two: hence the variants in `blasThreads`;
- libopenblas0-openmp: shares PyTorch's threads, and is the fastest.
"""

import argparse
import ctypes
import json
import os
import statistics
import sys
import time

try:
    import torch
    from torch import nn
except ImportError as error:
    print(f"PyTorch is not installed for {sys.executable} ({error}): apt-get install python3-torch", file=sys.stderr)
    sys.exit(3)


def loaded_blas():
    """Paths of the BLAS libraries in this process, links such as libblas.so.3 resolved; optimised ones first."""
    try:
        with open("/proc/self/maps") as maps:
            paths = {line.split()[-1] for line in maps if "/" in line}
    except OSError:
        return []
    libraries = [path for path in paths if any(part in os.path.basename(path) for part in ("blas", "mkl", "blis"))]
    return sorted(libraries, key=lambda path: (os.path.basename(path).startswith("libblas.so"), path))


def set_blas_threads(count):
    """Threads of OpenBLAS, which has a pool of its own; False where the loaded library is another."""
    for path in loaded_blas():
        if "libopenblas" in path:
            ctypes.CDLL(path).openblas_set_num_threads(count)
            return True
    return False


def environment(threads):
    blas = loaded_blas()
    return {
        "library": f"PyTorch {torch.__version__}",
        "python": sys.version.split()[0],
        "blas": "/".join(blas[0].split("/")[-2:]) if blas else "built in",  # the folder tells pthread from openmp
        "threads": threads,
        "ompNumThreads": os.environ.get("OMP_NUM_THREADS"),
    }


def timings(work, steps, warm_up, limit=20):
    """Seconds of each step after the warm-up; no further step begins once `limit` seconds have passed."""
    for _ in range(warm_up):
        work()
    seconds = []
    while len(seconds) < steps and (not seconds or sum(seconds) < limit):
        start = time.perf_counter()
        work()
        seconds.append(time.perf_counter() - start)
    return seconds


class Classifier(nn.Module):
    def __init__(self, options, sparse):
        super().__init__()
        directions = options.directions
        self.embedding = nn.Embedding(options.vocabulary, options.embedding, sparse=sparse)
        self.lstm = nn.LSTM(options.embedding, options.hidden, bidirectional=directions == 2)
        self.linear = nn.Linear(directions * options.hidden, 1)

    def forward(self, ids):  # [T, B]
        outputs, _ = self.lstm(self.embedding(ids))  # [T, B, D*H]
        return self.linear(outputs.mean(0)).squeeze(1)  # [B]


class LanguageModel(nn.Module):
    """In each direction: LSTM -> projection -> softmax over the distinct words of the batch, tied to their embeddings."""

    def __init__(self, options, sparse):
        super().__init__()
        self.embedding = nn.Embedding(options.vocabulary, options.embedding, sparse=sparse)
        self.lstms = nn.ModuleList(nn.LSTM(options.embedding, options.hidden) for _ in range(options.directions))
        self.projections = nn.ModuleList(nn.Linear(options.hidden, options.embedding) for _ in range(options.directions))

    def forward(self, ids):  # [T + 1, B]
        words, places = ids.unique(return_inverse=True)
        rows = self.embedding(words)  # [U, E]
        losses = []
        for direction, (lstm, projection) in enumerate(zip(self.lstms, self.projections)):
            order = places.flip(0) if direction else places
            outputs, _ = lstm(nn.functional.embedding(order[:-1], rows))  # [T, B, H]
            logits = projection(outputs).flatten(0, 1) @ rows.T  # [T B, U]
            losses.append(nn.functional.cross_entropy(logits, order[1:].flatten()))
        return sum(losses) / len(losses)


def adam(parameters, foreach):
    """Adam in the asked variant, or as it comes when that is None; None where this version of PyTorch does not have it."""
    if foreach is None:
        return torch.optim.Adam(parameters)
    try:
        return torch.optim.Adam(parameters, foreach=foreach)
    except (TypeError, RuntimeError):
        return None


def training_step(options, sparse, foreach):
    """A function that does a step, or None where the variant does not exist."""
    torch.manual_seed(1)
    is_language_model = options.task == "language-model"
    model = LanguageModel(options, sparse) if is_language_model else Classifier(options, sparse)
    ranks = torch.arange(1, options.vocabulary + 1, dtype=torch.float64)
    weights = (ranks + options.zipf_shift) ** -options.zipf_exponent
    time = options.time + is_language_model  # the next word of the last one, too
    ids = torch.multinomial(weights, time * options.batch, replacement=True).reshape(time, options.batch)
    labels = torch.randint(2, (options.batch,)).float()
    dense = [value for name, value in model.named_parameters() if not (sparse and name == "embedding.weight")]
    optimisers = [adam(dense, foreach)]
    if optimisers[0] is None:
        return None
    if sparse:
        optimisers.append(torch.optim.SparseAdam(list(model.embedding.parameters())))

    def step():
        for optimiser in optimisers:
            optimiser.zero_grad(set_to_none=True)
        outcome = model(ids)
        loss = outcome if is_language_model else nn.functional.binary_cross_entropy_with_logits(outcome, labels)
        loss.backward()
        for optimiser in optimisers:
            optimiser.step()

    return step


def variant_name(sparse, foreach, blas_threads):
    embedding, loop = "sparse" if sparse else "dense", "foreach" if foreach else "loop"
    return f"{embedding} embedding gradient, {loop} Adam, blasThreads {blas_threads}"


def rate(step, options):
    """Tokens per second."""
    seconds = timings(step, options.steps, options.warm_up)
    return options.batch * options.time / statistics.median(seconds)


def as_installed(options):
    """The step of who sets nothing."""
    step = training_step(options, sparse=False, foreach=None)
    name = "nothing set: dense embedding gradient, Adam as it comes, BLAS threads as they come"
    serve(step, options, name, {name: rate(step, options)})


def rounds(options):
    """Finds the fastest variant, one choice after the other, and times its steps whenever it is asked to."""
    choices = {"sparse": True, "foreach": True, "blas_threads": options.threads}
    variants, steps = {}, {}

    def measured(choice):
        if not set_blas_threads(choice["blas_threads"]) and choice["blas_threads"] != options.threads:
            return 0  # another library: there is nothing to vary
        step = training_step(options, choice["sparse"], choice["foreach"])
        if step is None:
            return 0
        name = variant_name(**choice)
        variants[name], steps[name] = rate(step, options), step
        return variants[name]

    best = measured(choices)
    for change in ({"blas_threads": 1}, {"sparse": False}, {"foreach": False}):
        changed = {**choices, **change}
        if changed != choices:
            found = measured(changed)
            if found > best:
                best, choices = found, changed
    fastest = variant_name(**choices)
    step = steps[fastest]
    steps.clear()
    set_blas_threads(choices["blas_threads"])
    serve(step, options, fastest, variants)


def serve(step, options, name, variants):
    """Says what takes part, and times its steps whenever it is asked to."""
    facts = {
        **environment(options.threads),
        "fastest": name,
        "variants": {variant: round(tokens, 1) for variant, tokens in variants.items()},
    }
    print(json.dumps(facts), flush=True)
    for line in sys.stdin:
        print(json.dumps(timings(step, int(line), 0, float("inf"))), flush=True)


def training(options):
    tokens = options.batch * options.time
    # Forward: 2 operations for each weight of the four gates; backward: twice that.
    operations = 3 * 2 * 4 * options.hidden * (options.embedding + options.hidden) * options.directions
    variants = {}
    for blas_threads in sorted({1, options.threads}):
        if not set_blas_threads(blas_threads) and variants:
            break  # another library: there is nothing to vary
        for sparse in (False, True):
            for foreach in (False, True):
                step = training_step(options, sparse, foreach)
                if step is not None:
                    variants[variant_name(sparse, foreach, blas_threads)] = rate(step, options)
    fastest = max(variants, key=variants.get)
    return {
        **environment(options.threads),
        "batch": options.batch,
        "time": options.time,
        "embedding": options.embedding,
        "hidden": options.hidden,
        "directions": options.directions,
        "vocabulary": options.vocabulary,
        "steps": options.steps,
        "tokensPerSecond": round(variants[fastest], 1),
        "stepSeconds": round(tokens / variants[fastest], 4),
        "lstmGflops": round(variants[fastest] * operations / 1e9, 2),
        "fastest": fastest,
        "variants": {name: round(rate, 1) for name, rate in variants.items()},
    }


def matmul(options, size=1024):
    set_blas_threads(options.threads)
    a, b = torch.randn(size, size), torch.randn(size, size)
    seconds = timings(lambda: torch.mm(a, b), max(options.steps, 10), options.warm_up)
    return {
        **environment(options.threads),
        "size": size,
        "gflops": round(2 * size**3 / statistics.median(seconds) / 1e9, 1),
    }


def parse():
    parser = argparse.ArgumentParser(description="Time PyTorch's LSTM training step, or its matrix product.")
    parser.add_argument("--rounds", action="store_true", help="time the fastest variant again and again, as asked")
    parser.add_argument("--as-installed", action="store_true", help="with --rounds: nothing varied, nothing set")
    parser.add_argument("--matmul", action="store_true", help="time a 1024^3 f32 matrix product instead")
    for name, default, text in (
        ("batch", 32, "sequences in a batch"),
        ("time", 400, "tokens in a sequence"),
        ("embedding", 128, "embedding size"),
        ("hidden", 128, "hidden size of one direction"),
        ("vocabulary", 30_000, "rows of the embedding"),
        ("threads", 2, "threads of PyTorch and of OpenMP"),
        ("steps", 5, "timed steps of each variant; the median counts"),
        ("warm-up", 1, "steps before those"),
    ):
        parser.add_argument(f"--{name}", type=int, default=default, help=f"{text} (default {default})")
    parser.add_argument("--zipf-exponent", type=float, default=1.2, help="of the words' frequencies (default 1.2)")
    parser.add_argument("--zipf-shift", type=float, default=2.7, help="added to a word's rank (default 2.7)")
    parser.add_argument("--task", choices=("classifier", "language-model"), default="classifier", help="what is trained")
    parser.add_argument("--directions", type=int, choices=(1, 2), default=1, help="1 or 2 (default 1)")
    return parser.parse_args()


options = parse()
torch.set_num_threads(options.threads)
if options.rounds:
    as_installed(options) if options.as_installed else rounds(options)
else:
    print(json.dumps(matmul(options) if options.matmul else training(options)))
