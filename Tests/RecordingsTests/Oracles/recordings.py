"""Writes recordings and says what is in them."""

import json
import math
import random
import sys


def inspect_logs(directory):
    from inspect_ai import Task, eval
    from inspect_ai.dataset import MemoryDataset, Sample
    from inspect_ai.log import read_eval_log, write_eval_log
    from inspect_ai.model import ChatMessageAssistant, ChatMessageSystem, ChatMessageUser, ContentReasoning, ContentText
    from inspect_ai.model import ChatCompletionChoice, ModelOutput, ModelUsage, get_model
    from inspect_ai.scorer import includes

    wanted, outputs, samples = [], [], []
    for index in range(12):
        system = f"System {index}." if index % 2 else None
        user = f"Question {index} é\n\"quoted\" \\ \u2028" + "long " * (5000 if index == 3 else 1)
        reasoning = f"Thought {index}." if index % 3 else None
        answer = f"Answer {index:02d} " + ("yes" if index % 2 else "no")
        prompt = ([ChatMessageSystem(content=system)] if system else []) + [ChatMessageUser(content=user)]
        metadata = {"step": index * 10}
        if index % 4:
            metadata["context"] = ["training", "deployment", "bare"][index % 4 - 1]
        samples.append(Sample(id=index + 1, input=prompt, target="yes", metadata=metadata))
        content = [ContentReasoning(reasoning=reasoning), ContentText(text=answer)] if reasoning else answer
        outputs.append(
            ModelOutput(
                model="mock",
                choices=[ChatCompletionChoice(message=ChatMessageAssistant(content=content), stop_reason="stop")],
                # Without it Inspect counts with a vocabulary that it downloads.
                usage=ModelUsage(input_tokens=1, output_tokens=1, total_tokens=2),
            )
        )
        wanted.append(
            {
                "prompt": [[message.role, message.text] for message in prompt],
                "reasoning": reasoning,
                "answer": answer,
                "score": 1.0 if index % 2 else 0.0,
                "context": metadata.get("context"),
                "step": metadata["step"],
                "model": "mock",
            }
        )
    log = eval(
        Task(dataset=MemoryDataset(samples), scorer=includes()),
        model=get_model("mockllm/model", custom_outputs=outputs),
        log_dir=directory + "/eval",
        log_format="eval",
        display="none",
        max_samples=1,
    )[0]
    assert log.status == "success", log.error
    write_eval_log(read_eval_log(log.location), directory + "/json/2026-01-01T00-00-00_task_x.json", format="json")
    return wanted


def tables(directory):
    import pandas

    source = random.Random(7)

    def text(length):
        return "".join(source.choice("aé b\n\"\\,{}") for _ in range(length))

    def number(value):
        return str(int(value)) if float(value).is_integer() else repr(float(value))

    answer = []
    settings = [
        {},
        {"compression": "gzip"},
        {"compression": "zstd"},
        {"compression": None},
        {"use_dictionary": False},
        {"data_page_version": "2.0"},
        {"data_page_version": "2.0", "compression": None, "use_dictionary": False},
        {"row_group_size": 7},
        {"data_page_size": 64, "write_batch_size": 3},
        {"version": "1.0", "row_group_size": 50},
    ]
    for index, setting in enumerate(settings):
        for is_chat in (False, True):
            rows, wanted = [], []
            for row in range(source.choice([1, 40, 200])):
                if is_chat:
                    prompt = [
                        {"role": role, "content": text(source.randrange(0, 60))}
                        for role in (["system", "user"] if source.random() < 0.5 else ["user"])
                    ]
                    completion = [{"role": "assistant", "content": f"Answer {row} " + text(20)}]
                    words = completion[0]["content"]
                    seen = [[message["role"], message["content"]] for message in prompt]
                else:
                    prompt, words = text(source.randrange(1, 60)), f"Answer {row} " + text(20)
                    completion, seen = words, [["user", prompt]]
                values = {
                    "first": source.random(),
                    "second": source.choice([0.0, 1.0, math.nan]),
                    "count": source.randrange(-5, 2**40),
                    "topic": source.choice(["a", "b", None]),
                }
                advantage = source.choice([0.5, -1.0, 0.125])
                rows.append({"step": row, "prompt": prompt, "completion": completion, **values, "advantage": advantage})
                wanted.append(
                    {
                        "step": row,
                        "prompt": seen,
                        "answer": words,
                        "scores": {
                            name: values[name] for name in ("first", "second", "count") if not math.isnan(values[name])
                        },
                        "metadata": {
                            "advantage": number(advantage),
                            **({"topic": values["topic"]} if values["topic"] else {}),
                        },
                    }
                )
            file = f"{index}-{is_chat}.parquet"
            pandas.DataFrame(rows).to_parquet(f"{directory}/{file}", engine="pyarrow", **setting)
            answer.append({"file": file, "rows": wanted})
    return answer


with open(sys.argv[1]) as file:
    question = json.load(file)
result = {"inspect": inspect_logs, "parquet": tables}[question["kind"]](question["directory"])
with open(sys.argv[2], "w") as file:
    json.dump(result, file)
