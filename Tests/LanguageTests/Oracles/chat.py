"""Renders conversations with `transformers`, which reads a directory as it would a model's."""

import json
import sys

from transformers import AutoTokenizer

question = json.load(open(sys.argv[1]))
tokenizer = AutoTokenizer.from_pretrained(question["directory"])
answer = {"prompts": [], "transcripts": [], "stop": tokenizer.eos_token, "class": type(tokenizer).__name__}
for messages in question["conversations"]:
    for key, opened in (("prompts", True), ("transcripts", False)):
        text = tokenizer.apply_chat_template(messages, tokenize=False, add_generation_prompt=opened)
        answer[key].append({"text": text, "tokens": tokenizer.encode(text, add_special_tokens=False)})
json.dump(answer, open(sys.argv[2], "w"))
