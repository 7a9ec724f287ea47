"""Asks the service with the official `openai` client, and `transformers` for the probabilities of the same tokens."""

import json
import sys

import openai
import torch
from transformers import AutoModelForCausalLM, AutoTokenizer

question = json.load(open(sys.argv[1]))
client = openai.OpenAI(base_url=question["url"], api_key=question["token"], max_retries=0)
name = client.models.list().data[0].id
messages = [{"role": "system", "content": "You are brief."}, {"role": "user", "content": "the cat sat?"}]
answer = {}

# Chat, whole and streamed.
settings = dict(model=name, messages=messages, n=3, seed=11, max_completion_tokens=40, logprobs=True, top_logprobs=3)
whole = client.chat.completions.create(**settings)
texts = ["" for _ in range(3)]
reasoning = ["" for _ in range(3)]
ends = [None] * 3
usage = None
for part in client.chat.completions.create(**settings, stream=True, stream_options={"include_usage": True}):
    usage = part.usage or usage
    for choice in part.choices:
        texts[choice.index] += choice.delta.content or ""
        reasoning[choice.index] += getattr(choice.delta, "reasoning_content", None) or ""
        ends[choice.index] = choice.finish_reason or ends[choice.index]
answer["streamed_as_whole"] = (
    texts == [choice.message.content for choice in whole.choices]
    and reasoning == [getattr(choice.message, "reasoning_content", None) or "" for choice in whole.choices]
    and ends == [choice.finish_reason for choice in whole.choices]
    and usage == whole.usage
)
answer["differing_answers"] = len(set(choice.message.model_dump_json() for choice in whole.choices))

# The probabilities of what was drawn, and of prompts, beside those of transformers.
torch.set_num_threads(1)
model = AutoModelForCausalLM.from_pretrained(question["model"], dtype=torch.float32).eval()
tokenizer = AutoTokenizer.from_pretrained(question["model"])


def scores(tokens):
    with torch.no_grad():
        return torch.log_softmax(model(torch.tensor([tokens])).logits[0].double(), -1)


prompt = tokenizer.apply_chat_template(messages, add_generation_prompt=True, tokenize=True, return_dict=False)
difference = 0.0
drawn = client.chat.completions.create(**settings, extra_body={"return_token_ids": True})
answer["same_prompt"] = drawn.prompt_token_ids == list(prompt)
for choice in drawn.choices:
    expected = scores(list(prompt) + choice.token_ids)
    for place, (token, told) in enumerate(zip(choice.token_ids, choice.logprobs.content)):
        row = expected[len(prompt) + place - 1]
        difference = max(difference, abs(told.logprob - row[token].item()))
        best = row.topk(3).values.tolist()
        difference = max(difference, *(abs(a.logprob - b) for a, b in zip(told.top_logprobs, best)))
texts = ["the cat sat on the mat", "Grüße an die Katze 😀", "that hat is the cat's"]
lists = [tokenizer(text)["input_ids"] for text in texts]
for prompts in (texts, lists):
    echoed = client.completions.create(model=name, prompt=prompts, max_tokens=1, echo=True, logprobs=2, temperature=0)
    for tokens, choice in zip(lists, echoed.choices):
        expected = scores(tokens)
        told = choice.logprobs.token_logprobs
        assert told[0] is None and len(told) == len(tokens) + 1, told
        for place in range(1, len(tokens)):
            row = expected[place - 1]
            difference = max(difference, abs(told[place] - row[tokens[place]].item()))
            best = max(choice.logprobs.top_logprobs[place].values())
            difference = max(difference, abs(best - row.max().item()))
answer["difference"] = difference

# Refusals are those of the client's own classes.
errors = []
for call in (
    lambda: client.completions.create(model="absent", prompt="x"),
    lambda: client.completions.create(model=name, prompt="x", max_tokens=10**6),
    lambda: client.chat.completions.create(model=name, messages=[]),
    lambda: openai.OpenAI(base_url=question["url"], api_key="wrong", max_retries=0).models.list(),
):
    try:
        call()
        errors.append("none")
    except openai.APIStatusError as error:
        errors.append(f"{type(error).__name__} {error.code} {error.param}")
answer["errors"] = errors

# A stream that is closed early leaves the service free.
with client.completions.create(
    model=name, prompt="the", max_tokens=400, n=32, stream=True, extra_body={"ignore_eos": True}
) as stream:
    for _, part in zip(range(5), stream):
        pass
answer["goes_on"] = client.completions.create(model=name, prompt="the", max_tokens=3).choices[0].text is not None
json.dump(answer, open(sys.argv[2], "w"))
