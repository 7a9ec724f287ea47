import Language
import TinkerBackend

/// What messages say, in values that JSON can hold: floats by their bits, so that NaN is equal to itself.
enum WireContent {
  struct Tensor: Codable, Equatable {
    var shape: [Int]?
    var floats: [UInt32]?
    var integers: [Int]?
    var rowOffsets: [Int]?
    var columns: [Int]?

    init(_ tensor: WireTensor) {
      shape = tensor.shape
      switch tensor.values {
      case .floats(let values): floats = values.map(\.bitPattern)
      case .integers(let values): integers = values
      }
      rowOffsets = tensor.sparsity?.rowOffsets
      columns = tensor.sparsity?.columns
    }
  }

  struct Request: Codable, Equatable {
    struct Datum: Codable, Equatable {
      var chunks: [[TokenID]]
      var inputs: [String: Tensor]
    }

    var model: String
    var number: Int
    var loss: String
    var settings: [String: Float]
    var forwardOnly: Bool
    var data: [Datum]

    init(_ request: ForwardBackwardRequest) {
      model = request.modelId
      number = request.seqId
      loss = request.forwardBackwardInput.lossFn
      settings = request.forwardBackwardInput.lossFnConfig ?? [:]
      forwardOnly = request.forwardOnly
      data = request.forwardBackwardInput.data.map {
        Datum(chunks: $0.modelInput.chunks.map(\.tokens), inputs: $0.lossFnInputs.mapValues(Tensor.init))
      }
    }
  }

  struct Output: Codable, Equatable {
    var data: [[String: Tensor]]
    var metrics: [String: Double]

    init(_ response: ForwardBackwardResponse) {
      data = response.lossFnOutputs.map { $0.mapValues(Tensor.init) }
      metrics = response.metrics ?? [:]
    }
  }

  struct Sample: Codable, Equatable {
    struct Sequence: Codable, Equatable {
      var reason: String
      var tokens: [TokenID]
      var logprobs: [UInt32]?
    }

    var sequences: [Sequence]
    var prompt: [UInt32?]?

    init(_ response: SampleResponse) {
      sequences = response.sequences.map {
        Sequence(reason: $0.stopReason, tokens: $0.tokens, logprobs: $0.logprobs?.map(\.bitPattern))
      }
      prompt = response.promptLogprobs?.map { $0?.bitPattern }
    }
  }
}
