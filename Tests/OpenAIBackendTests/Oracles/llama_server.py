"""Serves a GGUF file with llama.cpp's server until standard input ends. Prints its address as the first line."""

import os
import sys

import xllamacpp

parameters = xllamacpp.CommonParams()
parameters.model.path = sys.argv[1]
parameters.n_ctx = int(sys.argv[2])
parameters.n_parallel = 2
parameters.port = 0
parameters.warmup = False
parameters.cpuparams.n_threads = 1
# Keys and values in single precision, as in the embedded engine.
parameters.cache_type_k = xllamacpp.ggml_type.GGML_TYPE_F32
parameters.cache_type_v = xllamacpp.ggml_type.GGML_TYPE_F32
server = xllamacpp.Server(parameters)
print(server.listening_address, flush=True)
sys.stdin.read()
os._exit(0)
