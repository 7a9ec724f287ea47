"""Reads and writes the protocol buffers of the Tinker API with the official client."""

import base64
import json
import sys

import numpy as np
from tinker import types
from tinker.proto import tinker_public_pb2 as pb
from tinker.proto.request_conv import forward_backward_request_to_proto
from tinker.proto.response_conv import deserialize_forward_backward_output, deserialize_sample_response

MESSAGES = {
    "request": pb.ForwardBackwardRequest,
    "output": pb.ForwardBackwardOutput,
    "sample": pb.SampleResponse,
}


def text(message):
    return base64.b64encode(message if isinstance(message, bytes) else message.SerializeToString()).decode()


def bits(values):
    return np.ascontiguousarray(values, dtype=np.float32).reshape(-1).view(np.uint32).tolist()


def tensor(data):
    flat = data._numpy.reshape(-1)
    return {
        "shape": None if data.shape is None else list(data.shape),
        "floats": bits(flat) if data.dtype == "float32" else None,
        "integers": flat.tolist() if data.dtype == "int64" else None,
        "rowOffsets": data.sparse_crow_indices,
        "columns": data.sparse_col_indices,
    }


def packed_tensor(message):
    """A tensor of a message as it stands there, read without the official client's conversions."""
    types = {pb.DTYPE_FLOAT32: np.float32, pb.DTYPE_INT64: np.int64}
    sparse = message.sparse_csr if message.HasField("sparse_csr") else None
    flat = np.frombuffer(sparse.values if sparse else message.dense, dtype=types[message.dtype])
    return {
        "shape": list(message.shape) or None,
        "floats": bits(flat) if message.dtype == pb.DTYPE_FLOAT32 else None,
        "integers": flat.tolist() if message.dtype == pb.DTYPE_INT64 else None,
        "rowOffsets": np.frombuffer(sparse.crow_indices, dtype=np.int64).tolist() if sparse else None,
        "columns": np.frombuffer(sparse.col_indices, dtype=np.int64).tolist() if sparse else None,
    }


def read_request(content):
    message = pb.ForwardBackwardRequest.FromString(content)
    assert {key: value.number for key, value in message.loss_fn_config_v2.items()} == dict(message.loss_fn_config)
    return {
        "model": message.model_id,
        "number": message.seq_id,
        "loss": message.loss_fn,
        "settings": dict(message.loss_fn_config),
        "forwardOnly": message.forward_only,
        "data": [
            {
                "chunks": [
                    np.frombuffer(chunk.encoded_text.tokens, dtype=np.int32).tolist() for chunk in datum.model_input
                ],
                "inputs": {name: packed_tensor(value) for name, value in datum.loss_fn_inputs.items()},
            }
            for datum in message.data
        ],
    }


def read_output(content):
    output = deserialize_forward_backward_output(content)
    return {
        "data": [{name: tensor(value) for name, value in datum.items()} for datum in output.loss_fn_outputs],
        "metrics": output.metrics,
    }


def read_sample(content):
    response = deserialize_sample_response(content)
    prompt = response.prompt_logprobs_np
    return {
        "sequences": [
            {
                "reason": sequence.stop_reason,
                "tokens": sequence.tokens_np.tolist(),
                "logprobs": None if sequence.logprobs_np is None else bits(sequence.logprobs_np),
            }
            for sequence in response.sequences
        ],
        "prompt": None
        if prompt is None
        else [None if np.isnan(value) else bits(value)[0] for value in prompt],
    }


READERS = {"request": read_request, "output": read_output, "sample": read_sample}


def random_floats(random, shape):
    values = random.normal(size=shape).astype(np.float32)
    values[random.random(shape) < 0.1] = np.nan
    values[random.random(shape) < 0.05] = -np.inf
    return values


def random_tensor(random):
    integers = random.random() < 0.4
    kind = random.integers(4)
    rows, columns = random.integers(0, 5), random.integers(1, 4)
    shape = [[rows], None, [rows, columns], [rows, columns]][kind]
    size = rows * (columns if kind >= 2 else 1)
    values = random.integers(-(2**60), 2**60, size) if integers else random_floats(random, size)
    sparse = {}
    if kind == 3:
        written = random.random((rows, columns)) < 0.5
        values = values[written.reshape(-1)]
        sparse = {
            "sparse_crow_indices": [0] + np.cumsum(written.sum(axis=1)).tolist(),
            "sparse_col_indices": np.nonzero(written)[1].tolist(),
        }
    return types.TensorData(data=values, dtype="int64" if integers else "float32", shape=shape, **sparse)


def random_request(random):
    """What the official client sends for random data."""
    tokens = lambda: random.integers(0, 2**31 - 1, random.integers(0, 9)).tolist()
    data = [
        types.Datum(
            model_input=types.ModelInput(
                chunks=[types.EncodedTextChunk(tokens=tokens()) for _ in range(random.integers(0, 4))]
            ),
            loss_fn_inputs={name: random_tensor(random) for name in ["target_tokens", "weights", "other"][: random.integers(4)]},
        )
        for _ in range(random.integers(0, 5))
    ]
    settings = {"clip_low_threshold": float(np.float32(random.random())), "clip_high_threshold": 1.5}
    request = types.ForwardBackwardRequest(
        forward_backward_input=types.ForwardBackwardInput(
            data=data, loss_fn="ppo", loss_fn_config=settings if random.random() < 0.7 else None
        ),
        model_id=f"model-{random.integers(100)}",
        seq_id=int(random.integers(1, 2**31 - 1)),
    )
    message = forward_backward_request_to_proto(request)
    message.forward_only = bool(random.random() < 0.5)
    return message


def random_batch(random, dtype, count, trailing):
    values = []
    for _ in range(count):
        shape = [random.integers(0, 5), *trailing]
        values.append({
            pb.DTYPE_FLOAT32: lambda: random_floats(random, shape),
            pb.DTYPE_BFLOAT16: lambda: random.integers(0, 2**16, shape).astype(np.uint16),
            pb.DTYPE_INT64: lambda: random.integers(-(2**60), 2**60, shape),
            pb.DTYPE_INT32: lambda: random.integers(-(2**31), 2**31, shape).astype(np.int32),
        }[dtype]().tobytes())
    offsets = np.cumsum([0] + [len(value) for value in values]).astype(np.int64)
    return pb.BatchedTensor(data=b"".join(values), offsets=offsets.tobytes(), dtype=dtype, trailing_shape=trailing)


def random_output(random):
    """What a server may answer, with every type of numbers, in several records of different shapes."""
    message = pb.ForwardBackwardOutput(loss_fn_output_type="records:ArrayRecord")
    dtypes = {name: random.integers(1, 5) for name in ["logprobs", "elementwise_loss", "other"][: random.integers(1, 4)]}
    # Older servers leave the number of data to the fields, in all records.
    counted = random.random() < 0.5
    for _ in range(random.integers(0, 4)):
        count = int(random.integers(1, 4))
        record = message.loss_fn_outputs.add(num_datums=count if counted else 0)
        for name, dtype in dtypes.items():
            trailing = random.integers(1, 4, random.integers(0, 3)).tolist()
            record.fields[name].CopyFrom(random_batch(random, int(dtype), count, trailing))
    # One without any field, for which the number of data has to be given.
    if random.random() < 0.1:
        del message.loss_fn_outputs[:]
        message.loss_fn_outputs.add(num_datums=3)
    message.metrics["loss:sum"] = random.normal()
    return message


def random_sample(random):
    message = pb.SampleResponse()
    for _ in range(random.integers(0, 4)):
        count = random.integers(1, 9)
        sequence = message.sequences.add(stop_reason=int(random.integers(2)))
        sequence.tokens = random.integers(0, 2**31 - 1, count).astype(np.int32).tobytes()
        if random.random() < 0.7:
            sequence.logprobs = random_floats(random, count).tobytes()
    if random.random() < 0.5:
        message.prompt_logprobs = random_floats(random, random.integers(0, 9)).tobytes()
    # Fields that Titer does not read are passed over.
    message.prompt_cache_hit_tokens = 7
    message.topk_prompt_logprobs.k = 1
    return message


RANDOM = {"request": random_request, "output": random_output, "sample": random_sample}


def make(question):
    random = np.random.default_rng(question["seed"])
    for _ in range(question["count"]):
        content = RANDOM[question["kind"]](random).SerializeToString()
        yield {"bytes": text(content), "content": READERS[question["kind"]](content)}


def read(question):
    for item in question["items"]:
        yield READERS[question["kind"]](base64.b64decode(item))


def compare(question):
    """Whether two messages are the same, whatever the order of their maps."""
    message = MESSAGES[question["kind"]]
    for left, right in question["pairs"]:
        yield message.FromString(base64.b64decode(left)) == message.FromString(base64.b64decode(right))


with open(sys.argv[1]) as file:
    question = json.load(file)
result = list({"make": make, "read": read, "compare": compare}[question["verb"]](question))
with open(sys.argv[2], "w") as file:
    json.dump(result, file)
