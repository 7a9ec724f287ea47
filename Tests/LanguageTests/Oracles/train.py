"""Trains a byte-level BPE with Hugging Face `tokenizers`, laid out as Qwen's are."""

import json
import sys

from tokenizers import AddedToken, Regex, Tokenizer, decoders, models, normalizers, pre_tokenizers, trainers

question = json.load(open(sys.argv[1]))
tokenizer = Tokenizer(models.BPE())
tokenizer.normalizer = normalizers.NFC()
tokenizer.pre_tokenizer = pre_tokenizers.Sequence(
    [
        pre_tokenizers.Split(Regex(question["pattern"]), behavior="isolated"),
        pre_tokenizers.ByteLevel(add_prefix_space=False, use_regex=False),
    ]
)
tokenizer.decoder = decoders.ByteLevel()
trainer = trainers.BpeTrainer(
    vocab_size=question["vocabularySize"],
    min_frequency=question["minimumFrequency"],
    initial_alphabet=pre_tokenizers.ByteLevel.alphabet(),
    show_progress=False,
)
tokenizer.train_from_iterator(question["texts"], trainer)
tokenizer.add_tokens([AddedToken(**token) for token in question["addedTokens"]])
tokenizer.save(question["path"])
saved = json.load(open(question["path"]))
if question["mergesAsText"]:
    # As versions before 0.20 wrote them.
    saved["model"]["merges"] = [" ".join(pair) for pair in saved["model"]["merges"]]
    json.dump(saved, open(question["path"], "w"), ensure_ascii=False)
json.dump(saved["model"]["vocab"], open(sys.argv[2], "w"))
