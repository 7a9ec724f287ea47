// Raises a small model from nothing, talks to it, and saves it as a directory that `transformers` opens too.
//
//     swift run -c release TrainingExample [DIRECTORY]
//
// The four verbs of `Trainer` are all a training loop needs, whatever engine is behind them.

import Foundation
import Language
import LocalEngine
import ModelBackend

let directory = URL(filePath: CommandLine.arguments.dropFirst().first ?? "example-models")

// What it is to learn: which colour each thing has.
let colours = ["grass": "green", "snow": "white", "coal": "black", "blood": "red", "gold": "yellow", "sky": "blue"]
let conversations = colours.map { thing, colour in
  [
    Message(.user, "What colour is \(thing)?"),
    Message(.assistant, "It is \(colour).", reasoning: "I have seen \(thing)."),
  ]
}.sorted { $0[0].content < $1[0].content }

// A tokenizer, fresh weights, and a trainer over them.
let texts = conversations.flatMap { $0.flatMap { [$0.content, $0.reasoning ?? ""] } }
let renderer = try Renderer(tokenizer: Tokenizer.train(on: texts, vocabularySize: 300))
let start = try LocalModelProvider.initialize(
  configuration: ModelConfiguration(
    vocabularySize: renderer.tokenizer.vocabularySize, width: 64, layerCount: 2, headCount: 2, feedForwardWidth: 128,
    endTokens: renderer.stopTokens),
  seed: 1, renderer: renderer, at: directory.appending(path: "fresh"))
let provider = LocalModelProvider(savingTo: directory)
let trainer = try await provider.trainer(from: start, lora: nil)

// Cross entropy over the answers alone; losses are sums, so the step divides by the number of tokens.
let data = conversations.map { messages in
  let transcript = renderer.transcript(messages)
  return Datum(text: transcript.tokens, promptLength: transcript.promptLength)
}
let tokens = data.flatMap(\.weights).reduce(0, +)
for step in 1...200 {
  let output = try await trainer.forwardBackward(data, loss: Loss(.crossEntropy))
  try await trainer.optimizerStep(AdamParameters(learningRate: 5e-3, gradientDivisor: tokens))
  if step % 50 == 0 { print("step \(step): loss \(Float(output.loss) / tokens)") }
}

// What it says now, from its weights as they are.
let requests = conversations.map {
  SamplingRequest(
    prompt: renderer.prompt([$0[0]]),
    parameters: SamplingParameters(maximumTokens: 40, temperature: 0, stopTokens: renderer.stopTokens))
}
for (conversation, samples) in zip(conversations, try await trainer.sampler().sample(requests)) {
  print("\(conversation[0].content) \(try renderer.parse(samples[0].tokens).answer)")
}

let saved = try await trainer.save("colours", contents: .weights)
print("saved as \(saved.location)")
