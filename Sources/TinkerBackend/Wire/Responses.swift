// What comes back in JSON alone; keys are converted from snake case.

package struct ClientConfigResponse: Codable, Sendable {
  /// Whether the server reads `forward_backward` as a protocol buffer; `nil` where it does not say.
  package var protoWriteFwdbwd: Bool?
}

package struct PromiseResponse: Codable, Sendable {
  package var requestId: String
  package var modelId: String?
  /// One for each sequence that a sampling request will have.
  package var sampleSequenceIds: [String]?

  package init(requestId: String, modelId: String? = nil, sampleSequenceIds: [String]? = nil) {
    self.requestId = requestId
    self.modelId = modelId
    self.sampleSequenceIds = sampleSequenceIds
  }
}

package struct CreateSessionResponse: Codable, Sendable {
  package var sessionId: String
  package var type: String? = "create_session"

  package init(sessionId: String) {
    self.sessionId = sessionId
  }
}

/// What `create_model` and `unload_model` end with.
package struct ModelResponse: Codable, Sendable {
  package var modelId: String
  package var type: String?

  package init(modelId: String, type: String) {
    self.modelId = modelId
    self.type = type
  }
}

/// A result whose contents nobody needs.
package struct EmptyResponse: Codable, Sendable {
  package var type: String?

  package init(type: String? = nil) {
    self.type = type
  }
}

package struct OptimizerStepResponse: Codable, Sendable {
  package var metrics: [String: Double]?

  package init(metrics: [String: Double]) {
    self.metrics = metrics
  }
}

package struct SaveWeightsResponse: Codable, Sendable {
  package var path: String
  package var type: String? = "save_weights"

  package init(path: String) {
    self.path = path
  }
}

package struct LoadWeightsResponse: Codable, Sendable {
  package var path: String?
  package var modelId: String?
  package var type: String? = "load_weights"

  package init(path: String, modelId: String) {
    self.path = path
    self.modelId = modelId
  }
}

package struct SaveWeightsForSamplerResponse: Codable, Sendable {
  package var path: String?
  package var samplingSessionId: String?
  package var type: String? = "save_weights_for_sampler"

  package init(path: String? = nil, samplingSessionId: String? = nil) {
    self.path = path
    self.samplingSessionId = samplingSessionId
  }
}

package struct CreateSamplingSessionResponse: Codable, Sendable {
  package var samplingSessionId: String
  package var type: String? = "create_sampling_session"

  package init(samplingSessionId: String) {
    self.samplingSessionId = samplingSessionId
  }
}

package struct CapabilitiesResponse: Codable, Sendable {
  package struct Model: Codable, Sendable {
    package var modelName: String?
    package var maxContextLength: Int?
    package var trainable: Bool?
    package var sampleable: Bool?

    package init(modelName: String, maxContextLength: Int, trainable: Bool, sampleable: Bool) {
      self.modelName = modelName
      self.maxContextLength = maxContextLength
      self.trainable = trainable
      self.sampleable = sampleable
    }
  }

  package var supportedModels: [Model]

  package init(supportedModels: [Model]) {
    self.supportedModels = supportedModels
  }
}

package struct WeightsInfoResponse: Codable, Sendable {
  package var baseModel: String
  package var isLora: Bool?
  package var loraRank: Int?
  package var trainUnembed: Bool?
  package var trainMlp: Bool?
  package var trainAttn: Bool?

  package init(baseModel: String, loraRank: Int, trainMlp: Bool, trainAttn: Bool) {
    self.baseModel = baseModel
    isLora = true
    self.loraRank = loraRank
    trainUnembed = false
    self.trainMlp = trainMlp
    self.trainAttn = trainAttn
  }
}
