import Language

// What comes back, in the JSON wire of the API; keys are converted from snake case.

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

package struct ForwardBackwardResponse: Codable, Sendable {
  package var lossFnOutputType: String?
  package var lossFnOutputs: [[String: Numbers]]
  package var metrics: [String: Double]?

  package init(lossFnOutputType: String, lossFnOutputs: [[String: Numbers]], metrics: [String: Double]) {
    self.lossFnOutputType = lossFnOutputType
    self.lossFnOutputs = lossFnOutputs
    self.metrics = metrics
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

package struct SampleResponse: Codable, Sendable {
  package struct Sequence: Codable, Sendable {
    package var tokens: [TokenID]
    package var logprobs: [Float]?
    package var stopReason: String
    /// For each token the most probable ones in its place.
    package var topkLogprobs: [[TokenScore]]?

    package init(tokens: [TokenID], logprobs: [Float]?, stopReason: String, topkLogprobs: [[TokenScore]]? = nil) {
      self.tokens = tokens
      self.logprobs = logprobs
      self.stopReason = stopReason
      self.topkLogprobs = topkLogprobs
    }
  }

  /// A token and its log-probability, a list of two in JSON.
  package struct TokenScore: Codable, Sendable {
    package var token: TokenID
    package var logprob: Float

    package init(token: TokenID, logprob: Float) {
      self.token = token
      self.logprob = logprob
    }

    package init(from decoder: any Decoder) throws {
      var list = try decoder.unkeyedContainer()
      token = try list.decode(TokenID.self)
      logprob = try list.decode(Float.self)
    }

    package func encode(to encoder: any Encoder) throws {
      var list = encoder.unkeyedContainer()
      try list.encode(token)
      try list.encode(logprob)
    }
  }

  package var sequences: [Sequence]
  /// One for each of the prompt's tokens, the first of them `nil`; or one for each but the first.
  package var promptLogprobs: [Float?]?
  /// For each of the prompt's tokens the most probable ones in its place, `nil` for the first.
  package var topkPromptLogprobs: [[TokenScore]?]?
  package var type: String? = "sample"

  package init(sequences: [Sequence], promptLogprobs: [Float?]? = nil, topkPromptLogprobs: [[TokenScore]?]? = nil) {
    self.sequences = sequences
    self.promptLogprobs = promptLogprobs
    self.topkPromptLogprobs = topkPromptLogprobs
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

/// A tensor of floats, flattened.
package struct Numbers: Codable, Sendable {
  package var data: [Float]
  package var dtype: String?
  package var shape: [Int]?

  package init(data: [Float]) {
    self.data = data
    dtype = "float32"
    shape = [data.count]
  }
}
