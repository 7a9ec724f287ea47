import LocalEngine
import OpenAIBackend

/// What is made of the sampler's events for one request of OpenAI's API.
protocol GeneratedAnswer: Sendable {
  /// What is asked of the sampler.
  var requests: [StreamingRequest] { get }

  /// Takes what has happened.
  mutating func take(_ event: StreamingEvent)

  /// Takes what has happened.
  ///
  /// - Returns: the parts of the answer that are to be sent now.
  mutating func parts(for event: StreamingEvent) -> [JSONValue]

  /// The part behind the last, where it was asked for.
  var usagePart: JSONValue? { get }

  /// The whole answer.
  var whole: JSONValue { get }
}
