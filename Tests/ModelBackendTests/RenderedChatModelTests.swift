import Language
import ModelBackend
import Testing

@Suite struct RenderedChatModelTests {
  /// Echoes a token for every request, and fails a whole batch where one of its prompts is too long.
  private struct Brittle: Sampler {
    let limit: Int
    let reply: [TokenID]

    func sample(_ requests: [SamplingRequest]) async throws -> [[SampledSequence]] {
      // Long enough for the other calls to come and wait together.
      try await Task.sleep(for: .milliseconds(20))
      guard requests.allSatisfy({ $0.prompt.count <= limit }) else {
        throw BackendError(.sequenceTooLong, "a prompt is too long")
      }
      return requests.map { request in
        (0..<request.count).map { _ in
          SampledSequence(tokens: reply, logProbabilities: reply.map { _ in 0 }, stopReason: .stop)
        }
      }
    }

    func logProbabilities(of sequences: [[TokenID]]) async throws -> [[Float]] { [] }
  }

  @Test func `a prompt that is too long fails alone, not with its neighbours`() async throws {
    let tokenizer = Tokenizer.train(
      on: ["yes yes no no"], vocabularySize: 300, specialTokens: ControlToken.allCases.map(\.rawValue))
    let renderer = try Renderer(tokenizer: tokenizer)
    let reply = tokenizer.encode("</think>\n\nyes", allowingSpecialTokens: true)
    let model = RenderedChatModel(name: "m", sampler: Brittle(limit: 400, reply: reply), renderer: renderer)
    let outcomes = await withTaskGroup(of: (Int, String?).self) { group in
      for index in 0..<12 {
        group.addTask {
          let text = index == 5 ? String(repeating: "no ", count: 400) : "yes"
          let replies = try? await model.replies(to: ChatRequest(messages: [Message(.user, text)]))
          return (index, replies?.first?.content)
        }
      }
      return await group.reduce(into: [Int: String?]()) { $0[$1.0] = $1.1 }
    }
    for index in 0..<12 { #expect(outcomes[index] == .some(index == 5 ? nil : "yes")) }
  }
}
