"""Serves FILE, a GGUF, with llama.cpp, with room for CONTEXT tokens whose keys and values are of the type CACHE.

Prints its address as the first line, and ends with standard input.
"""

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
kept = getattr(xllamacpp.ggml_type, f"GGML_TYPE_{sys.argv[3].upper()}")
parameters.cache_type_k = kept
parameters.cache_type_v = kept
server = xllamacpp.Server(parameters)
print(server.listening_address, flush=True)
sys.stdin.read()
os._exit(0)
