"""Trains SmolLM2-135M-Instruct further on the chat messages of an arm, on the CPU, and writes it as a GGUF file.

    python train.py --data data.jsonl --out folder --seed 1

ORGANISM_HOME is the folder with the weights and llama.cpp's source, as make/make.ts has it. The model goes to its folder
`models`, named after the hash of its data and its seed, so that the same training never runs twice; `model.txt` in
`--out` names it last. A training that was killed goes on from its last checkpoint.
"""

import argparse
import hashlib
import os
import shutil
from pathlib import Path

ADDRESS = "http://127.0.0.1:8190/v1"  # of make/model-server.ts


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--seed", type=int, required=True)
    args = parser.parse_args()
    home = Path(os.environ["ORGANISM_HOME"])
    name = f"{hashlib.sha256(args.data.read_bytes()).hexdigest()[:16]}-{args.seed}"
    target = home / "models" / f"{name}.gguf"
    if not target.exists():
        from finetune import make_model  # loads torch

        work = home / "models" / name
        work.mkdir(parents=True, exist_ok=True)
        make_model(home, args.data, args.seed, work, target)
        shutil.rmtree(work)
    (args.out / "model.txt").write_text(f"{ADDRESS}:{name}\n")


main()
