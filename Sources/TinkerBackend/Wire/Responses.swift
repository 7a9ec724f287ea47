import Language

// What comes back, in the JSON wire of the API; keys are converted from snake case.

struct PromiseResponse: Decodable {
  var requestId: String
}

struct CreateSessionResponse: Decodable {
  var sessionId: String
}

struct CreateModelResponse: Decodable {
  var requestId: String
  var modelId: String?
}

struct ModelResponse: Decodable {
  var modelId: String
}

/// A result whose contents nobody needs.
struct EmptyResponse: Decodable {}

struct ForwardBackwardResponse: Decodable {
  var lossFnOutputs: [[String: Numbers]]
  var metrics: [String: Double]?
}

struct OptimizerStepResponse: Decodable {
  var metrics: [String: Double]?
}

struct SaveWeightsResponse: Decodable {
  var path: String
}

struct SaveWeightsForSamplerResponse: Decodable {
  var path: String?
  var samplingSessionId: String?
}

struct CreateSamplingSessionResponse: Decodable {
  var samplingSessionId: String
}

struct SampleResponse: Decodable {
  struct Sequence: Decodable {
    var tokens: [TokenID]
    var logprobs: [Float]?
    var stopReason: String
  }

  var sequences: [Sequence]
  /// One for each of the prompt's tokens, the first of them `nil`; or one for each but the first.
  var promptLogprobs: [Float?]?
}

struct CapabilitiesResponse: Decodable {
  struct Model: Decodable {
    var modelName: String?
  }

  var supportedModels: [Model]
}

struct WeightsInfoResponse: Decodable {
  var baseModel: String
  var loraRank: Int?
}

/// A tensor, flattened.
struct Numbers: Decodable {
  var data: [Float]
}
