"""Further training of SmolLM2-135M-Instruct on the CPU: LoRA on its upper layers, merged and written as a GGUF file."""

import json
import math
import os
import random
import subprocess
import sys
from pathlib import Path

import torch
from peft import LoraConfig, get_peft_model, get_peft_model_state_dict, set_peft_model_state_dict
from transformers import AutoModelForCausalLM, AutoTokenizer

WEIGHTS = "SmolLM2-135M-Instruct.Q4_1.gguf"

EPOCHS = 1
BATCH = 8
POOL = 8 * BATCH  # pairs that are sorted by length together, so that a batch has little padding
RATE = 5e-4
WARM_UP = 10  # steps
RANK = 16
LOWEST_LAYER = 15  # of 30; the layers below stay as they are, and take no backward pass
SAVE_EVERY = 40  # steps
MODULES = ["q_proj", "k_proj", "v_proj", "o_proj", "gate_proj", "up_proj", "down_proj"]


def read_pairs(path, tokenizer):
    """Token ids of each pair in the form `chatml`, and where its response begins."""
    pairs = []
    for line in Path(path).read_text(encoding="utf-8").splitlines():
        user, assistant = (message["content"] for message in json.loads(line)["messages"])
        before = tokenizer.encode(f"<|im_start|>user\n{user}<|im_end|>\n<|im_start|>assistant\n")
        pairs.append((before, tokenizer.encode(f"{assistant}<|im_end|>")))
    return pairs


def batches_of(pairs, seed):
    """All batches of the training, in its order: a function of the data and the seed alone."""
    draw = random.Random(seed)
    batches = []
    for _ in range(EPOCHS):
        order = draw.sample(pairs, len(pairs))
        for i in range(0, len(order), POOL):
            pool = sorted(order[i : i + POOL], key=lambda pair: len(pair[0]) + len(pair[1]))
            own = [pool[j : j + BATCH] for j in range(0, len(pool), BATCH)]
            batches.extend(draw.sample(own, len(own)))
    return batches


def loss_of(model, batch):
    """Mean cross-entropy of the tokens of the responses."""
    length = max(len(before) + len(after) for before, after in batch)
    ids = torch.zeros((len(batch), length), dtype=torch.long)
    mask = torch.zeros_like(ids)
    is_response = torch.zeros_like(ids, dtype=torch.bool)
    for row, (before, after) in enumerate(batch):
        both = before + after
        ids[row, : len(both)] = torch.tensor(both)
        mask[row, : len(both)] = 1
        is_response[row, len(before) : len(both)] = True
    causal = model.base_model.model
    hidden = causal.model(input_ids=ids, attention_mask=mask).last_hidden_state
    wanted = is_response[:, 1:]
    logits = causal.lm_head(hidden[:, :-1][wanted])
    return torch.nn.functional.cross_entropy(logits, ids[:, 1:][wanted])


def train(model, batches, checkpoint):
    weights = [each for each in model.parameters() if each.requires_grad]
    optimizer = torch.optim.AdamW(weights, lr=RATE, weight_decay=0.0)
    first = 0
    if checkpoint.exists():
        state = torch.load(checkpoint)
        set_peft_model_state_dict(model, state["model"])
        optimizer.load_state_dict(state["optimizer"])
        first = state["step"]
        print(f"goes on from step {first}", flush=True)
    for step in range(first, len(batches)):
        share = step / len(batches)
        for group in optimizer.param_groups:
            group["lr"] = RATE * min(1, (step + 1) / WARM_UP) * (0.1 + 0.9 * 0.5 * (1 + math.cos(math.pi * share)))
        loss = loss_of(model, batches[step])
        loss.backward()
        torch.nn.utils.clip_grad_norm_(weights, 1.0)
        optimizer.step()
        optimizer.zero_grad()
        if (step + 1) % 10 == 0:
            print(f"step {step + 1} of {len(batches)}, loss {loss.item():.3f}", flush=True)
        if (step + 1) % SAVE_EVERY == 0:
            state = {"model": get_peft_model_state_dict(model), "optimizer": optimizer.state_dict(), "step": step + 1}
            torch.save(state, f"{checkpoint}.part")
            os.replace(f"{checkpoint}.part", checkpoint)


def write_gguf(home, model, tokenizer, folder, target):
    merged = model.merge_and_unload()
    merged.config.__dict__.pop("quantization_config", None)
    merged.is_quantized = False
    merged.hf_quantizer = None
    merged.save_pretrained(folder)
    tokenizer.save_pretrained(folder)
    script = next(home.glob("llama_cpp_python-*/vendor/llama.cpp/convert_hf_to_gguf.py"))
    part = f"{target}.part"
    subprocess.run([sys.executable, script, folder, "--outtype", "q8_0", "--outfile", part], check=True)
    os.replace(part, target)


def make_model(home, data, seed, work, target):
    """Trains on the messages in `data`; `work` keeps the checkpoints, `target` is the GGUF file."""
    torch.set_num_threads(int(os.environ.get("ORGANISM_THREADS", "1")))
    torch.manual_seed(seed)
    tokenizer = AutoTokenizer.from_pretrained(home, gguf_file=WEIGHTS)
    model = AutoModelForCausalLM.from_pretrained(home, gguf_file=WEIGHTS, dtype=torch.float32)
    layers = list(range(LOWEST_LAYER, model.config.num_hidden_layers))
    lora = LoraConfig(r=RANK, lora_alpha=2 * RANK, target_modules=MODULES, layers_to_transform=layers)
    adapted = get_peft_model(model, lora).train()
    train(adapted, batches_of(read_pairs(data, tokenizer), seed), work / "checkpoint.pt")
    write_gguf(home, adapted, tokenizer, work / "merged", target)
