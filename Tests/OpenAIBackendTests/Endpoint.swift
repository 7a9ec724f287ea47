import Foundation
import Language
import ModelBackend
import OpenAIBackend
import Testing

/// A client of a test's server, which does not wait between attempts.
func client(
  _ baseURL: String, environment: [String: String] = [:], time: EndpointTime = FakeTime().time(),
  _ change: (inout EndpointConfiguration) -> Void = { _ in }
) throws -> EndpointClient {
  var configuration = EndpointConfiguration(baseURL: baseURL)
  change(&configuration)
  return try EndpointClient(configuration, environment: environment, time: time)
}

/// The error that `body` ends with.
func backendError(
  _ body: () async throws -> some Any, sourceLocation: SourceLocation = #_sourceLocation
) async -> BackendError? {
  do {
    let result = try await body()
    Issue.record("no error, but \(result)", sourceLocation: sourceLocation)
  } catch let error as BackendError {
    return error
  } catch {
    Issue.record("\(error)", sourceLocation: sourceLocation)
  }
  return nil
}

/// JSON that is the same for the same fields.
func canonical(_ fields: [String: Any]) throws -> String {
  String(decoding: try JSONSerialization.data(withJSONObject: fields, options: .sortedKeys), as: UTF8.self)
}

let question = ChatRequest(messages: [Message(.user, "2 + 2?")], maximumTokens: 64)
