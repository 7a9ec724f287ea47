import Foundation

#if canImport(FoundationNetworking)
  import FoundationNetworking
#endif

/// Requests that are sent at once, each over a connection of its own.
enum LoosePosts {
  /// What came back.
  struct Answer: Sendable {
    var status: Int
    var retryAfter: String?
  }

  /// Sends the same body `count` times.
  static func send(_ count: Int, to url: String, _ body: String) async throws -> [Answer] {
    guard let url = URL(string: url) else { return [] }
    let configuration = URLSessionConfiguration.ephemeral
    configuration.httpMaximumConnectionsPerHost = count
    let session = URLSession(configuration: configuration)
    return try await withThrowingTaskGroup(of: Answer.self) { group in
      for _ in 0..<count {
        group.addTask {
          var request = URLRequest(url: url)
          request.httpMethod = "POST"
          request.httpBody = Data(body.utf8)
          let (_, response) = try await session.data(for: request)
          let answer = response as? HTTPURLResponse
          return Answer(
            status: answer?.statusCode ?? 0, retryAfter: answer?.value(forHTTPHeaderField: "Retry-After"))
        }
      }
      return try await group.reduce(into: []) { $0.append($1) }
    }
  }
}
