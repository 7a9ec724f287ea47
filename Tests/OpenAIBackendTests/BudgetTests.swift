import ModelBackend
import OpenAIBackend
import TestServers
import Testing

@Suite("Budgets")
struct BudgetTests {
  /// Asks one after the other until an error comes, and says how many answers there were.
  private static func answers(
    usage: String, _ change: @escaping (inout EndpointConfiguration) -> Void
  ) async throws -> (count: Int, code: BackendError.Code?, usage: EndpointUsage, requests: Int) {
    try await MisbehavingServer.with({ _ in [.chat("four", usage: usage)] }) { server in
      let client = try client(server.baseURL, change)
      let model = OpenAIChatModel("m", at: client)
      for count in 0..<100 {
        do {
          _ = try await model.replies(to: question)
        } catch let error as BackendError {
          return (count, error.code, await client.usage, server.requests.count)
        }
      }
      return (100, nil, await client.usage, server.requests.count)
    }
  }

  @Test("Requests stop before the tokens could go beyond the budget, and nothing more is sent")
  func tokens() async throws {
    // A request may take 10 and 64 tokens and takes 60: of 1,000 there is room until 926 are spent.
    let result = try await Self.answers(usage: #"{"prompt_tokens":20,"completion_tokens":40}"#) {
      $0.budget.maximumTokens = 1_000
    }
    #expect(result.code == .budgetExhausted)
    #expect(result.count == 16)
    #expect(result.requests == 16)
    #expect(result.usage.promptTokens == 320)
    #expect(result.usage.completionTokens == 640)
  }

  @Test("Requests stop before the cost could go beyond the budget")
  func cost() async throws {
    let result = try await Self.answers(usage: #"{"prompt_tokens":10,"completion_tokens":60}"#) {
      $0.prices = EndpointPrices(promptPerMillion: 1_000_000, completionPerMillion: 2_000_000)
      $0.budget.maximumCost = 1_000
    }
    #expect(result.code == .budgetExhausted)
    #expect(result.count == 7)
    #expect(abs(try #require(result.usage.cost) - 7 * 130) < 1e-6)
  }

  @Test("What a server does not tell is estimated and counted as such")
  func untold() async throws {
    let result = try await Self.answers(usage: "null") { $0.budget.maximumTokens = 120 }
    #expect(result.code == .budgetExhausted)
    #expect(result.usage.estimatedRequests == result.count)
    #expect(result.usage.completionTokens == 2 * result.count)
  }

  @Test("Concurrent requests wait for those under way rather than go beyond the budget, or fail too early")
  func concurrent() async throws {
    try await MisbehavingServer.with { _ in
      [.wait(milliseconds: 2), .chat("four", usage: #"{"prompt_tokens":5,"completion_tokens":5}"#)]
    } _: { server in
      let client = try client(server.baseURL) { $0.budget.maximumTokens = 200 }
      let model = OpenAIChatModel("m", at: client)
      let codes = await withTaskGroup(of: BackendError.Code?.self) { group in
        for _ in 0..<40 {
          group.addTask {
            do {
              _ = try await model.replies(to: question)
              return nil
            } catch {
              return (error as? BackendError)?.code
            }
          }
        }
        return await group.reduce(into: [BackendError.Code?]()) { $0.append($1) }
      }
      // At 74 tokens at most a request, two go at once, and the last begins with 120 spent.
      #expect(server.mostOpenRequests <= 2)
      #expect(codes.count { $0 == nil } == 13)
      #expect(codes.count { $0 == .budgetExhausted } == 27)
      #expect(await client.usage.promptTokens == 65)
    }
  }

  @Test("A budget of cost without prices is refused, and so are numbers that allow nothing")
  func misconfigured() async {
    let changes: [(inout EndpointConfiguration) -> Void] = [
      { $0.budget.maximumCost = 5 }, { $0.maximumConcurrency = 0 }, { $0.deadline = 0 }, { $0.deadline = .nan },
      { $0.maximumRetries = -1 }, { $0.maximumAnswerBytes = 0 }, { $0.budget.maximumTokens = -1 },
      { $0.prices = EndpointPrices(promptPerMillion: -1, completionPerMillion: 0) },
    ]
    for change in changes {
      let error = await backendError { try client("http://127.0.0.1:1/v1", change) }
      #expect(error?.code == .misconfigured)
    }
  }
}
