// What comes back in JSON alone; keys are converted from snake case.

struct PromiseResponse: Decodable {
  var requestId: String
}

struct ClientConfigResponse: Decodable {
  /// Whether the server reads `forward_backward` as a protocol buffer; `nil` where it does not say.
  var protoWriteFwdbwd: Bool?
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
