import Foundation
import Language
import ModelBackend
import OpenAIBackend
import TestServers
import Testing

@Suite("Tokens of completions")
struct SamplerTests {
  private static let request = SamplingRequest(
    prompt: [5, 6, 7], count: 2,
    parameters: SamplingParameters(
      maximumTokens: 9, temperature: 0.7, topP: 0.9, topK: 40, stopTokens: [2, 3], stopStrings: ["END"], seed: 4))

  private static func sample(
    _ answer: String, _ request: SamplingRequest = request, vocabularySize: Int? = 100
  ) async throws -> ([SampledSequence], [[String: Any]]) {
    try await MisbehavingServer.with({ _ in [.json(200, answer)] }) { server in
      let sampler = OpenAISampler("m", at: try client(server.baseURL), vocabularySize: vocabularySize)
      return (try await sampler.sample([request])[0], server.requests.map(\.fields))
    }
  }

  private static func choice(_ index: Int, tokens: String, scores: String, rest: String = "") -> String {
    #"{"index":\#(index),"text":"x","finish_reason":"length","token_ids":\#(tokens),\#(rest)"logprobs":{"token_logprobs":\#(scores)}}"#
  }

  @Test("vLLM's tokens are read, cut behind a stop token, and asked for with all parameters")
  func tokenIDs() async throws {
    let (sequences, bodies) = try await Self.sample(
      """
      {"choices":[\(Self.choice(1, tokens: "[8,2,9]", scores: "[-1,-0.5,-3]", rest: "\"prompt_token_ids\":[5,6,7],")),
      \(Self.choice(0, tokens: "[8,9]", scores: "[-0.25,-1e-3]"))]}
      """)
    #expect(
      sequences == [
        SampledSequence(tokens: [8, 9], logProbabilities: [-0.25, -0.001], stopReason: .length),
        SampledSequence(tokens: [8, 2], logProbabilities: [-1, -0.5], stopReason: .stop),
      ])
    let expected: [String: Any] = [
      "model": "m", "prompt": [5, 6, 7], "n": 2, "max_tokens": 9, "temperature": 0.7, "top_p": 0.9, "top_k": 40,
      "stop_token_ids": [2, 3], "stop": ["END"], "seed": 4, "logprobs": 1, "return_token_ids": true,
    ]
    #expect(try canonical(bodies[0]) == canonical(expected))
  }

  @Test("The tokens of llama.cpp and of older vLLM are read")
  func otherForms() async throws {
    var one = Self.request
    one.count = 1
    let expected = [SampledSequence(tokens: [8, 9], logProbabilities: [-0.5, -2], stopReason: .length)]
    let (llama, _) = try await Self.sample(
      #"{"choices":[{"finish_reason":"length","logprobs":{"content":[{"id":8,"logprob":-0.5},{"id":9,"logprob":-2}]}}]}"#,
      one)
    #expect(llama == expected)
    let (named, _) = try await Self.sample(
      #"{"choices":[{"finish_reason":"length","logprobs":{"tokens":["token_id:8","token_id:9"],"token_logprobs":[-0.5,-2]}}]}"#,
      one)
    #expect(named == expected)
  }

  @Test(
    "Wrong tokens are an error, and a server without tokens is told to be of no use",
    arguments: [
      (SamplerTests.choice(0, tokens: "[8,100]", scores: "[-1,-1]"), BackendError.Code.badResponse, "token 100"),
      (SamplerTests.choice(0, tokens: "[-8]", scores: "[-1]"), .badResponse, "token -8"),
      (SamplerTests.choice(0, tokens: "[8.5]", scores: "[-1]"), .badResponse, "whole number"),
      (SamplerTests.choice(0, tokens: "[\"8\"]", scores: "[-1]"), .badResponse, "whole number"),
      (SamplerTests.choice(0, tokens: "[99999999999]", scores: "[-1]"), .badResponse, "token 99999999999"),
      (SamplerTests.choice(0, tokens: "[8,9]", scores: "[-1]"), .badResponse, "2 tokens and 1 log-"),
      (SamplerTests.choice(0, tokens: "[8]", scores: "[null]"), .badResponse, "no number"),
      (SamplerTests.choice(0, tokens: "[8]", scores: "[0.7]"), .badResponse, "0.7"),
      (
        SamplerTests.choice(0, tokens: "[8]", scores: "[-1]", rest: "\"prompt_token_ids\":[1,5],"), .badResponse,
        "another prompt"
      ),
      (#"{"text":"x","finish_reason":"stop","logprobs":null}"#, .unsupported, "vLLM"),
      (
        #"{"text":"x","finish_reason":"stop","logprobs":{"tokens":["x"],"token_logprobs":[-1]}}"#, .unsupported,
        "identifiers"
      ),
      (#"{"text":"x","logprobs":{"content":[{"token":"x","logprob":-1}]}}"#, .unsupported, "identifiers"),
    ])
  func wrongTokens(choice: String, code: BackendError.Code, expected: String) async throws {
    let error = await backendError { try await Self.sample(#"{"choices":[\#(choice)]}"#) }
    #expect(error?.code == code)
    #expect(error?.message.contains(expected) == true, "\(error?.message ?? "")")
  }

  @Test("A prompt that is empty or of another vocabulary is not sent")
  func prompts() async throws {
    let cases: [([TokenID], BackendError.Code)] = [
      ([], .emptyPrompt), ([5, 100], .unknownToken), ([-1], .unknownToken),
    ]
    for (prompt, code) in cases {
      let sampler = OpenAISampler("m", at: try client("http://127.0.0.1:1/v1"), vocabularySize: 100)
      let request = SamplingRequest(prompt: prompt, parameters: SamplingParameters(maximumTokens: 1))
      #expect(await backendError { try await sampler.sample([request]) }?.code == code)
      #expect(await backendError { try await sampler.logProbabilities(of: [prompt]) }?.code == code)
    }
  }

  @Test("The log-probabilities of a prompt come from an echo, and a server without one is told to be of no use")
  func echo() async throws {
    try await MisbehavingServer.with { request in
      let length = (request.fields["prompt"] as? [Int])?.count ?? 0
      let scores = (["null"] + (1...length).map { "-\($0)" }).joined(separator: ",")
      return [.json(200, #"{"choices":[{"text":"x","logprobs":{"token_logprobs":[\#(scores)]}}]}"#)]
    } _: { server in
      let sampler = OpenAISampler("m", at: try client(server.baseURL))
      #expect(try await sampler.logProbabilities(of: [[5, 6, 7], [5], [5, 6]]) == [[-1, -2], [], [-1]])
      #expect(server.requests.allSatisfy { $0.fields["echo"] as? Bool == true && $0.fields["max_tokens"] as? Int == 1 })
    }
    for scores in ["[-1]", "[-1,-2,-3,-4]", "null"] {
      try await MisbehavingServer.with { _ in
        [.json(200, #"{"choices":[{"text":"x","logprobs":{"token_logprobs":\#(scores)}}]}"#)]
      } _: { server in
        let sampler = OpenAISampler("m", at: try client(server.baseURL))
        #expect(await backendError { try await sampler.logProbabilities(of: [[5, 6]]) }?.code == .unsupported)
      }
    }
  }
}
