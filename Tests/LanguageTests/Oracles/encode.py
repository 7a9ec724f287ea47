"""Encodes texts and decodes tokens with Hugging Face `tokenizers`."""

import json
import sys

from tokenizers import Tokenizer

question = json.load(open(sys.argv[1]))
tokenizer = Tokenizer.from_file(question["tokenizer"])


def encode(special):
    tokenizer.encode_special_tokens = not special
    return [tokenizer.encode(text, add_special_tokens=False).ids for text in question["texts"]]


def decode(skipping):
    return [tokenizer.decode(tokens, skip_special_tokens=skipping) for tokens in question["tokens"]]


answer = {
    "encoded": encode(special=True),
    "encodedAsText": encode(special=False),
    "decoded": decode(skipping=False),
    "decodedWithoutSpecial": decode(skipping=True),
}
tokenizer.encode_special_tokens = False
tokenizer.save(question["saved"])
json.dump(answer, open(sys.argv[2], "w"))
