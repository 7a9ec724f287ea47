import ModelBackend
import TinkerBackend

/// What a request that was promised a result has come to.
enum PromisedResult: Sendable {
  case value(any PromisedValue)
  case failure(Failure)

  /// Why there is no result.
  struct Failure: Error, Sendable {
    /// Who has to do something about it.
    enum Category: String, Sendable {
      case user, server
    }

    var message: String
    var category: Category
  }

  /// About how many bytes it takes.
  var size: Int {
    switch self {
    case .value(let value): value.size
    case .failure(let failure): failure.message.utf8.count
    }
  }
}

/// A result that clients of Tinker's API know.
protocol PromisedValue: Encodable, Sendable {
  /// About how many bytes it takes, in memory and on the wire.
  var size: Int { get }
}

extension PromisedValue {
  var size: Int { 256 }
}

extension ModelResponse: PromisedValue {}
extension OptimizerStepResponse: PromisedValue {}
extension SaveWeightsResponse: PromisedValue {}
extension LoadWeightsResponse: PromisedValue {}
extension SaveWeightsForSamplerResponse: PromisedValue {}

extension ForwardBackwardResponse: PromisedValue {
  var size: Int { lossFnOutputs.reduce(256) { $0 + $1.values.reduce(64) { $0 + 4 * $1.count } } }
}

extension SampleResponse: PromisedValue {
  var size: Int {
    let tokens = sequences.reduce(0) { $0 + $1.tokens.count * (2 + 2 * ($1.topkLogprobs?.first?.count ?? 0)) }
    let prompt = (promptLogprobs?.count ?? 0) * (1 + 2 * (topkPromptLogprobs?.last??.count ?? 0))
    return 256 + 4 * (tokens + prompt)
  }
}

extension PromisedResult.Failure {
  /// What a client is told of an error; what only the log's reader can mend is left to the log.
  init(_ error: any Error) {
    switch error {
    case let failure as PromisedResult.Failure: self = failure
    case let error as ServiceError:
      self.init(message: error.message, category: error.status.code < 500 ? .user : .server)
    case let error as BackendError:
      switch error.code {
      case .unknownToken, .emptyPrompt, .sequenceTooLong, .misalignedDatum, .unsupported, .mismatchedCheckpoint:
        self.init(message: error.message, category: .user)
      default:
        self.init(message: "The checkpoint cannot be read or written; the service's log says why.", category: .server)
      }
    case is CancellationError:
      self.init(
        message: "The request was given up: its session has ended, or the service is stopping.", category: .server)
    default: self.init(message: "The request failed; the service's log says why.", category: .server)
    }
  }
}
