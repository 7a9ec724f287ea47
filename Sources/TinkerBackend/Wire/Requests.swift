import Language

// What is sent in JSON alone; keys are converted to snake case.

struct ClientConfigRequest: Encodable {
  /// The official client whose ways these are. Servers answer by it which of its features they have.
  static let sdkVersion = "0.38.0"

  var sdkVersion = Self.sdkVersion
}

struct CreateSessionRequest: Encodable {
  var tags: [String] = ["titer"]
  var userMetadata: [String: String] = [:]
  var sdkVersion = ClientConfigRequest.sdkVersion
  var type = "create_session"
}

struct HeartbeatRequest: Encodable {
  var sessionId: String
  var type = "session_heartbeat"
}

struct CreateModelRequest: Encodable {
  struct Adapters: Encodable {
    var rank: Int
    var seed: Int
    var trainUnembed = false
    var trainMlp: Bool
    var trainAttn: Bool
  }

  var sessionId: String
  var modelSeqId: Int
  var baseModel: String
  var loraConfig: Adapters
  var type = "create_model"
}

struct UnloadModelRequest: Encodable {
  var modelId: String
  var type = "unload_model"
}

struct OptimizerStepRequest: Encodable {
  struct Adam: Encodable {
    var learningRate: Float
    var beta1: Float
    var beta2: Float
    var eps: Float
    var weightDecay: Float
    var gradClipNorm: Float
  }

  var adamParams: Adam
  var modelId: String
  var seqId: Int
  var type = "optim_step"
}

struct SaveWeightsRequest: Encodable {
  var modelId: String
  var path: String
  var seqId: Int
  var type = "save_weights"
}

struct LoadWeightsRequest: Encodable {
  var modelId: String
  var path: String
  var optimizer: Bool
  var seqId: Int
  var type = "load_weights"
}

struct SaveWeightsForSamplerRequest: Encodable {
  var modelId: String
  var samplingSessionSeqId: Int
  var seqId: Int
  var type = "save_weights_for_sampler"
}

struct CreateSamplingSessionRequest: Encodable {
  var sessionId: String
  var samplingSessionSeqId: Int
  var baseModel: String?
  var modelPath: String?
  var type = "create_sampling_session"
}

struct SampleRequest: Encodable {
  struct Parameters: Encodable {
    /// Tokens or strings, never both.
    enum Stop: Encodable {
      case tokens([TokenID])
      case strings([String])

      func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        switch self {
        case .tokens(let tokens): try container.encode(tokens)
        case .strings(let strings): try container.encode(strings)
        }
      }
    }

    var maxTokens: Int
    var seed: Int
    var stop: Stop?
    var temperature: Float
    var topK: Int
    var topP: Float
  }

  var samplingSessionId: String
  var seqId: Int
  var numSamples: Int
  var prompt: ModelInput
  var samplingParams: Parameters
  var promptLogprobs: Bool
  var type = "sample"
}

struct RetrieveRequest: Encodable {
  var requestId: String
  var allowMetadataOnly = false
}

struct WeightsInfoRequest: Encodable {
  var tinkerPath: String
}
