import Language
import Statistics
import TinkerBackend

/// Random requests and answers.
struct WireExamples {
  private var random: SeededGenerator

  init(seed: UInt64) {
    random = SeededGenerator(seed: seed)
  }

  mutating func request() throws -> ForwardBackwardRequest {
    let data = try (0..<Int.random(in: 0...4, using: &random)).map { _ in
      var inputs: [String: WireTensor] = [:]
      for name in ["target_tokens", "weights", "other"] where Bool.random(using: &random) {
        inputs[name] = try tensor()
      }
      return WireDatum(
        modelInput: ModelInput(tokens(count: Int.random(in: 0...8, using: &random))), lossFnInputs: inputs)
    }
    return ForwardBackwardRequest(
      forwardBackwardInput: ForwardBackwardRequest.Input(
        data: data, lossFn: "cispo",
        lossFnConfig: Bool.random(using: &random)
          ? ["clip_low_threshold": Float.random(in: 0...1, using: &random), "clip_high_threshold": 1.5] : nil),
      modelId: "model", seqId: Int.random(in: 1...Int(Int32.max), using: &random),
      forwardOnly: Bool.random(using: &random))
  }

  mutating func output() throws -> ForwardBackwardResponse {
    let outputs = try (0..<Int.random(in: 0...6, using: &random)).map { _ in
      // Rows as long as they come, so that there are several records.
      let rows = Int.random(in: 0...4, using: &random)
      let columns = Int.random(in: 1...2, using: &random)
      return [
        "logprobs": WireTensor(floats(count: rows)),
        "ranks": try WireTensor(.integers(integers(count: rows * columns)), shape: [rows, columns]),
      ]
    }
    return ForwardBackwardResponse(
      lossFnOutputType: "ArrayRecord", lossFnOutputs: outputs,
      metrics: ["loss:sum": Double.random(in: -1...1, using: &random)])
  }

  mutating func sample() -> SampleResponse {
    let sequences = (0..<Int.random(in: 0...3, using: &random)).map { _ in
      // No tokens and no log-probabilities are the same to the official client.
      let count = Int.random(in: 1...8, using: &random)
      return SampleResponse.Sequence(
        tokens: tokens(count: count), logprobs: Bool.random(using: &random) ? floats(count: count) : nil,
        stopReason: Bool.random(using: &random) ? "stop" : "length")
    }
    let prompt = floats(count: Int.random(in: 1...8, using: &random)).map { $0.isNaN ? nil : $0 }
    return SampleResponse(sequences: sequences, promptLogprobs: Bool.random(using: &random) ? prompt : nil)
  }

  private mutating func tensor() throws -> WireTensor {
    let rows = Int.random(in: 0...4, using: &random)
    let columns = Int.random(in: 1...3, using: &random)
    switch Int.random(in: 0...3, using: &random) {
    case 0: return WireTensor(floats(count: rows))
    case 1: return WireTensor(integers(count: rows))
    case 2: return try WireTensor(.floats(floats(count: rows * columns)), shape: [rows, columns])
    default:
      var sparsity = WireTensor.Sparsity(rowOffsets: [0], columns: [])
      for _ in 0..<rows {
        sparsity.columns += (0..<columns).filter { _ in Bool.random(using: &random) }
        sparsity.rowOffsets.append(sparsity.columns.count)
      }
      return try WireTensor(
        .integers(integers(count: sparsity.columns.count)), shape: [rows, columns], sparsity: sparsity)
    }
  }

  private mutating func tokens(count: Int) -> [TokenID] {
    (0..<count).map { _ in TokenID.random(in: 0...TokenID.max, using: &random) }
  }

  private mutating func integers(count: Int) -> [Int] {
    (0..<count).map { _ in Int.random(in: -(1 << 60)...1 << 60, using: &random) }
  }

  private mutating func floats(count: Int) -> [Float] {
    (0..<count).map { _ in
      switch Int.random(in: 0..<20, using: &random) {
      case 0: .nan
      case 1: -.infinity
      default: -Float.random(in: 0...20, using: &random)
      }
    }
  }
}
