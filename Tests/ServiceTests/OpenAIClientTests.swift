import Foundation
import Service
import TestSupport
import Testing

/// The official client, unmodified, against the service; probabilities against `transformers`.
@Suite(.tags(.python)) struct OpenAIClientTests {
  private struct Question: Encodable {
    var url: String
    var token: String
    var model: String
  }

  private struct Answer: Decodable {
    var streamed_as_whole: Bool
    var differing_answers: Int
    var same_prompt: Bool
    var difference: Double
    var errors: [String]
    var goes_on: Bool
  }

  @Test("The openai client chats, streams and scores; probabilities are those of transformers to 1e-4")
  func client() async throws {
    let token = "a token of some length"
    try await TestService.run(ServiceConfiguration(token: token)) { service, model in
      let answer: Answer = try await PythonOracle.ask(
        "Oracles/openai_client.py",
        Question(url: "http://localhost:\(service.port)/v1", token: token, model: model.directory.path))
      #expect(answer.streamed_as_whole)
      #expect(answer.differing_answers > 1)
      #expect(answer.same_prompt)
      #expect(answer.difference < 1e-4)
      #expect(
        answer.errors == [
          "NotFoundError model_not_found model", "BadRequestError context_length_exceeded max_tokens",
          "BadRequestError invalid_value messages", "AuthenticationError invalid_api_key None",
        ])
      #expect(answer.goes_on)
    }
  }
}
