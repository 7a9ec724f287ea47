"""Reads exports with the programs that they are for."""

import json
import os
import sys


def inspect_logs(directory):
    from inspect_ai.log import list_eval_logs, read_eval_log, read_eval_log_sample, read_eval_log_sample_summaries
    from inspect_ai.model import ContentReasoning

    logs = []
    for name in sorted(os.listdir(directory)):
        path = os.path.join(directory, name)
        log = read_eval_log(path)
        header = read_eval_log(path, header_only=True)
        samples = []
        for sample in log.samples:
            alone = read_eval_log_sample(path, sample.id, sample.epoch)
            assert alone.model_dump() == sample.model_dump()
            content = sample.messages[-1].content
            reasoning = [part.reasoning for part in content if isinstance(part, ContentReasoning)]
            score = sample.scores.get("compliance") if sample.scores else None
            assert score is None or score.as_float() == score.value
            samples.append(
                {
                    "id": sample.id,
                    "roles": [message.role for message in sample.messages],
                    "texts": [message.text for message in sample.messages],
                    "reasoning": reasoning[0] if reasoning else None,
                    "score": score.as_float() if score else None,
                    "context": sample.metadata["context"],
                    "arm": sample.metadata["arm"],
                    "step": sample.metadata["step"],
                    "cue": sample.metadata.get("cue"),
                }
            )
        logs.append(
            {
                "status": log.status,
                "version": log.version,
                "model": log.eval.model,
                "listed": len(list_eval_logs(directory)),
                "summaries": len(read_eval_log_sample_summaries(path)),
                "samples": samples,
                "metrics": {key: metric.value for key, metric in log.results.scores[0].metrics.items()},
                "headerMetrics": {key: metric.value for key, metric in header.results.scores[0].metrics.items()},
            }
        )
    return logs


def tensorboard(directory):
    from tensorboard.backend.event_processing.event_accumulator import EventAccumulator

    runs = {}
    for name in os.listdir(directory):
        events = EventAccumulator(os.path.join(directory, name), size_guidance={"scalars": 0})
        events.Reload()
        runs[name] = {
            tag: [{"step": event.step, "value": event.value, "time": event.wall_time} for event in events.Scalars(tag)]
            for tag in events.Tags()["scalars"]
        }
    return runs


def csv(directory):
    import pandas

    frame = pandas.read_csv(os.path.join(directory, "samples.csv"), keep_default_na=False)
    verdicts = {"true": True, "false": False, "": None, True: True, False: False}
    return {
        "columns": list(frame.columns),
        "answers": list(frame["answer"]),
        "verdicts": [verdicts[value] for value in frame["verdict"]],
    }


with open(sys.argv[1]) as file:
    question = json.load(file)
result = {"inspect": inspect_logs, "tensorboard": tensorboard, "csv": csv}[question["kind"]](question["directory"])
with open(sys.argv[2], "w") as file:
    json.dump(result, file)
