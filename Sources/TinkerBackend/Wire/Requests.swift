import Language

// What is sent in JSON alone; keys are converted to snake case. What the official client may leave out is optional, so
// that the same types read its requests where Titer is the server.

package struct ClientConfigRequest: Codable, Sendable {
  /// The official client whose ways these are. Servers answer by it which of its features they have.
  static let sdkVersion = "0.38.0"

  package var sdkVersion: String? = Self.sdkVersion
}

package struct CreateSessionRequest: Codable, Sendable {
  package var tags: [String]? = ["titer"]
  package var userMetadata: Metadata? = [:]
  package var sdkVersion: String? = ClientConfigRequest.sdkVersion
  package var type: String? = "create_session"
}

package struct HeartbeatRequest: Codable, Sendable {
  package var sessionId: String
  package var type: String? = "session_heartbeat"
}

package struct CreateModelRequest: Codable, Sendable {
  package struct Adapters: Codable, Sendable {
    package var rank: Int
    package var seed: Int?
    package var trainUnembed: Bool? = false
    package var trainMlp: Bool?
    package var trainAttn: Bool?
  }

  package var sessionId: String
  package var modelSeqId: Int
  package var baseModel: String
  package var loraConfig: Adapters?
  package var userMetadata: Metadata?
  package var optimizerConfig: OptimizerFamily?
  package var type: String? = "create_model"
}

/// Which optimizer a model is trained with: `adamw`.
package struct OptimizerFamily: Codable, Sendable {
  package var type: String
}

/// A request that names a model and nothing else: `get_info`, `unload_model`.
package struct ModelRequest: Codable, Sendable {
  package var modelId: String
  package var type: String?
}

/// `ForwardBackwardRequest` without gradients, in JSON.
package struct ForwardRequest: Codable, Sendable {
  package var forwardInput: ForwardBackwardRequest.Input
  package var modelId: String
  package var seqId: Int
}

package struct OptimizerStepRequest: Codable, Sendable {
  package struct Adam: Codable, Sendable {
    package var learningRate: Float?
    package var beta1: Float?
    package var beta2: Float?
    package var eps: Float?
    package var weightDecay: Float?
    package var gradClipNorm: Float?
  }

  package var adamParams: Adam
  package var modelId: String
  package var seqId: Int?
  package var type: String? = "optim_step"
}

package struct SaveWeightsRequest: Codable, Sendable {
  package var modelId: String
  package var path: String?
  package var seqId: Int?
  package var ttlSeconds: Int?
  package var overwrite: Bool?
  package var userMetadata: Metadata?
  package var type: String? = "save_weights"
}

/// Loads weights into a model, or creates a model of a session with them.
package struct LoadWeightsRequest: Codable, Sendable {
  package var modelId: String?
  package var path: String
  package var optimizer: Bool
  package var seqId: Int?
  package var sessionId: String?
  package var modelSeqId: Int?
  package var baseModel: String?
  package var userMetadata: Metadata?
  package var optimizerConfig: OptimizerFamily?
  package var type: String? = "load_weights"
}

package struct SaveWeightsForSamplerRequest: Codable, Sendable {
  package var modelId: String
  package var path: String?
  package var samplingSessionSeqId: Int?
  package var seqId: Int?
  package var ttlSeconds: Int?
  /// `snapshot`, or `inflight` for weights that later saves replace.
  package var kind: String?
  package var userMetadata: Metadata?
  package var type: String? = "save_weights_for_sampler"
}

package struct CreateSamplingSessionRequest: Codable, Sendable {
  package var sessionId: String
  package var samplingSessionSeqId: Int
  package var baseModel: String?
  package var modelPath: String?
  package var type: String? = "create_sampling_session"
}

package struct SampleRequest: Codable, Sendable {
  package struct Parameters: Codable, Sendable {
    /// Tokens or strings, never both. An empty list is one of tokens.
    package enum Stop: Codable, Sendable {
      case tokens([TokenID])
      case strings([String])

      package init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        if let text = try? container.decode(String.self) {
          self = .strings([text])
        } else if let tokens = try? container.decode([TokenID].self) {
          self = .tokens(tokens)
        } else {
          self = .strings(try container.decode([String].self))
        }
      }

      package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        switch self {
        case .tokens(let tokens): try container.encode(tokens)
        case .strings(let strings): try container.encode(strings)
        }
      }
    }

    package var maxTokens: Int?
    package var seed: Int?
    package var stop: Stop?
    package var temperature: Float?
    package var topK: Int?
    package var topP: Float?
  }

  package var samplingSessionId: String?
  package var seqId: Int?
  package var baseModel: String?
  package var modelPath: String?
  package var numSamples: Int?
  package var prompt: ModelInput
  package var samplingParams: Parameters
  package var promptLogprobs: Bool?
  package var topkPromptLogprobs: Int?
  package var topkSampleLogprobs: Int?
  package var promptLogprobsLastN: Int?
  package var promptAltTokensK: Int?
  package var targetPromptLogprobs: WireTensor?
  package var recordStabilityInfo: Bool?
  package var type: String? = "sample"
}

package struct RetrieveRequest: Codable, Sendable {
  package var requestId: String
  package var allowMetadataOnly: Bool? = false
}

package struct WeightsInfoRequest: Codable, Sendable {
  package var tinkerPath: String
}
