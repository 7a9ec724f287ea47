"""Serves FILE, a GGUF, with llama.cpp on THREADS threads, SLOTS completions at a time of LENGTH tokens each.

Prints its address as the first line, and ends with standard input.
"""

import os
import sys

import xllamacpp

threads, slots, length = (int(argument) for argument in sys.argv[2:])
parameters = xllamacpp.CommonParams()
parameters.model.path = sys.argv[1]
parameters.n_ctx = slots * length
parameters.n_parallel = slots
parameters.port = 0
parameters.cpuparams.n_threads = threads
parameters.cpuparams_batch.n_threads = threads
# So that all clients are answered at once by its HTTP side too.
parameters.n_threads_http = 256
server = xllamacpp.Server(parameters)
print(server.listening_address, flush=True)
sys.stdin.read()
os._exit(0)
