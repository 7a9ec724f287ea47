import Foundation
import ModelBackend
import Statistics
import SwiftProtobuf
import Testing
import TinkerBackend

/// Messages that are damaged, and what messages become here.
struct TinkerProtobufTests {
  @Test("Whatever bytes come, there is a message or an error", arguments: 0..<8)
  func damagedBytes(seed: Int) throws {
    var random = SeededGenerator(seed: UInt64(seed))
    var examples = WireExamples(seed: UInt64(seed))
    for round in 0..<1_000 {
      var bytes: Data
      switch round % 4 {
      case 0: bytes = try examples.request().protobuf()
      case 1: bytes = try examples.output().protobuf()
      case 2: bytes = try examples.sample().protobuf()
      default:
        bytes = Data((0..<Int.random(in: 0...64, using: &random)).map { _ in .random(in: 0...255, using: &random) })
      }
      for _ in 0..<Int.random(in: 1...4, using: &random) where !bytes.isEmpty {
        let place = Int.random(in: bytes.indices, using: &random)
        switch Int.random(in: 0..<4, using: &random) {
        case 0: bytes[place] = .random(in: 0...255, using: &random)
        case 1: bytes.removeSubrange(place...)
        case 2: bytes.insert(.random(in: 0...255, using: &random), at: place)
        default: bytes.remove(at: place)
        }
      }
      try readAll(bytes)
    }
  }

  @Test("Whatever a message says, there is something to make of it or an error")
  func damagedContents() throws {
    var random = SeededGenerator(seed: 9)
    var examples = WireExamples(seed: 9)
    for _ in 0..<2_000 {
      var output = try TinkerPublic_ForwardBackwardOutput(serializedBytes: try examples.output().protobuf())
      for index in output.lossFnOutputs.indices where Bool.random(using: &random) {
        output.lossFnOutputs[index].numDatums = [-1, 0, 1, 3, 1 << 40, .max, .min].randomElement(using: &random) ?? 0
      }
      for index in output.lossFnOutputs.indices {
        for name in output.lossFnOutputs[index].fields.keys.sorted() where Bool.random(using: &random) {
          damage(&output.lossFnOutputs[index].fields[name, default: .init()], &random)
        }
      }
      try readAll(try output.serializedBytes())

      var request = try TinkerPublic_ForwardBackwardRequest(serializedBytes: try examples.request().protobuf())
      for index in request.data.indices {
        for name in request.data[index].lossFnInputs.keys.sorted() {
          damage(&request.data[index].lossFnInputs[name, default: .init()], &random)
        }
      }
      try readAll(try request.serializedBytes())
    }
  }

  /// Reads bytes as every message. Nothing but `WireError` may come of it.
  private func readAll(_ bytes: Data) throws {
    do {
      let request = try ForwardBackwardRequest(protobuf: bytes)
      _ = try request.protobuf()
      let loss = try request.forwardBackwardInput.loss()
      _ = try request.forwardBackwardInput.data(for: loss.kind)
    } catch is WireError {}
    do {
      _ = try ForwardBackwardResponse(protobuf: bytes).protobuf()
    } catch is WireError {}
    do {
      _ = try SampleResponse(protobuf: bytes).protobuf()
    } catch is WireError {}
  }

  private func damage(_ batch: inout TinkerPublic_BatchedTensor, _ random: inout SeededGenerator) {
    switch Int.random(in: 0..<5, using: &random) {
    case 0: batch.offsets = packed((0..<4).map { _ in Self.number(&random) })
    case 1: batch.offsets.removeLast(min(batch.offsets.count, 3))
    case 2: batch.data.removeFirst(min(batch.data.count, 3))
    case 3: batch.trailingShape = (0..<3).map { _ in Self.number(&random) }
    default: batch.dtype = TinkerPublic_DType(rawValue: Int.random(in: 0...5, using: &random)) ?? .unspecified
    }
  }

  private func damage(_ tensor: inout TinkerPublic_Tensor, _ random: inout SeededGenerator) {
    switch Int.random(in: 0..<6, using: &random) {
    case 0: tensor.shape = (0..<2).map { _ in Self.number(&random) }
    case 1: tensor.sparseCsr.crowIndices = packed((0..<3).map { _ in Self.number(&random) })
    case 2: tensor.sparseCsr.colIndices = packed((0..<3).map { _ in Self.number(&random) })
    case 3: tensor.sparseCsr.values = Data(count: Int.random(in: 0...24, using: &random))
    case 4: tensor.encoding = nil
    default: tensor.dtype = TinkerPublic_DType(rawValue: Int.random(in: 0...5, using: &random)) ?? .unspecified
    }
  }

  private static func number(_ random: inout SeededGenerator) -> Int64 {
    [-1, 0, 1, 2, 3, 4, 8, 1 << 33, .max, .min].randomElement(using: &random) ?? 0
  }

  /// What is done to a tensor of two numbers, and what is said of it.
  struct Damage: Sendable, CustomTestStringConvertible {
    var reason: String
    var change: @Sendable (inout TinkerPublic_BatchedTensor) -> Void

    init(_ reason: String, _ change: @escaping @Sendable (inout TinkerPublic_BatchedTensor) -> Void) {
      self.reason = reason
      self.change = change
    }

    var testDescription: String { reason }

    static let all = [
      Damage("unknown type 0") { $0.dtype = .unspecified },
      Damage("unknown type 9") { $0.dtype = .UNRECOGNIZED(9) },
      Damage("3 bytes are no numbers of 4 bytes") { $0.offsets = packed([0, 3, 8]) },
      Damage("offsets outside") { $0.offsets = packed([0, 4, 12]) },
      Damage("offsets outside") { $0.offsets = packed([-4, 4, 8]) },
      Damage("offsets that go back") { $0.offsets = packed([0, 8, 4]) },
      Damage("7 bytes are no numbers of 8 bytes") { $0.offsets = Data(count: 7) },
      Damage("2 data has 'logprobs' for 1") { $0.offsets = packed([0, 8]) },
      Damage("1 values where each row has 2") { $0.trailingShape = [2] },
      Damage("1 values where each row has 0") { $0.trailingShape = [0] },
      Damage("trailing shape [-1]") { $0.trailingShape = [-1] },
      Damage("trailing shape") { $0.trailingShape = [1 << 40, 1 << 40] },
    ]
  }

  @Test("An output that cannot be is refused by what is wrong with it", arguments: Damage.all)
  func wrongOutputs(damage: Damage) throws {
    var batch = TinkerPublic_BatchedTensor.with {
      $0.data = Data(count: 8)
      $0.offsets = packed([0, 4, 8])
      $0.dtype = .float32
    }
    func output() throws -> Data {
      let record = TinkerPublic_ArrayRecord.with {
        $0.numDatums = 2
        $0.fields["logprobs"] = batch
      }
      return try TinkerPublic_ForwardBackwardOutput.with { $0.lossFnOutputs = [record] }.serializedBytes()
    }
    #expect(try ForwardBackwardResponse(protobuf: try output()).lossFnOutputs.count == 2)
    damage.change(&batch)
    expectWireError(damage.reason) { try ForwardBackwardResponse(protobuf: try output()) }
  }

  @Test(
    "A tensor whose parts do not fit is refused by what does not",
    arguments: [
      ([2], nil, "shape [2] has 4 values"), ([-4], nil, "shape [-4]"), ([1 << 40, 1 << 40], nil, "has 4 values"),
      ([4], .init(rowOffsets: [0, 4], columns: [0, 1, 2, 3]), "not that of a matrix"),
      (nil, .init(rowOffsets: [0, 4], columns: [0, 1, 2, 3]), "not that of a matrix"),
      ([2, 4], .init(rowOffsets: [0, 4], columns: [0, 1, 2, 3]), "row offsets"),
      ([1, 4], .init(rowOffsets: [0, 5], columns: [0, 1, 2, 3]), "row offsets"),
      ([2, 4], .init(rowOffsets: [0, 5, 4], columns: [0, 1, 2, 3]), "row offsets"),
      ([.max, 4], .init(rowOffsets: [], columns: [0, 1, 2, 3]), "row offsets"),
      ([1, 4], .init(rowOffsets: [0, 4], columns: [0, 1, 2, 4]), "columns"),
      ([1, 4], .init(rowOffsets: [0, 4], columns: [0]), "columns"),
    ] as [([Int]?, WireTensor.Sparsity?, String)])
  func wrongTensors(shape: [Int]?, sparsity: WireTensor.Sparsity?, reason: String) {
    expectWireError(reason) { try WireTensor(.floats([1, 2, 3, 4]), shape: shape, sparsity: sparsity) }
  }

  @Test("Messages say no more than is there: other chunks, reasons to stop and sizes are refused")
  func wrongMessages() throws {
    expectWireError("not the protocol buffer of a sample") { try SampleResponse(protobuf: Data([0x0A, 0xFF])) }
    let sequence = TinkerPublic_SampledSequence.with { $0.stopReason = .UNRECOGNIZED(5) }
    expectWireError("unknown reason 5") {
      try SampleResponse(protobuf: try TinkerPublic_SampleResponse.with { $0.sequences = [sequence] }.serializedBytes())
    }
    // A picture is field 2 of a chunk.
    expectWireError("datum 0: a chunk") {
      try ForwardBackwardRequest(protobuf: Data([0x1A, 0x04, 0x0A, 0x02, 0x12, 0x00]))
    }
    let record = TinkerPublic_ArrayRecord.with { $0.numDatums = 1 << 40 }
    expectWireError("claims to be of 1099511627776 data") {
      try ForwardBackwardResponse(
        protobuf: try TinkerPublic_ForwardBackwardOutput.with { $0.lossFnOutputs = [record] }.serializedBytes())
    }
    expectWireError("too large for a sequence id") {
      try ForwardBackwardRequest(
        forwardBackwardInput: ForwardBackwardRequest.Input(data: [], lossFn: "ppo"), modelId: "m", seqId: 1 << 40
      ).protobuf()
    }
  }

  @Test("A datum comes back from the wire as the loss reads it", arguments: Loss.Kind.allCases)
  func data(kind: Loss.Kind) throws {
    var inputs = ["target_tokens": WireTensor([2, 3])]
    if kind == .crossEntropy {
      inputs["weights"] = WireTensor([0, 0.5] as [Float])
    } else {
      inputs["logprobs"] = WireTensor([0, -1] as [Float])
      inputs["advantages"] = WireTensor([0, 2] as [Float])
    }
    let input = ForwardBackwardRequest.Input(
      data: [WireDatum(modelInput: ModelInput([1, 2]), lossFnInputs: inputs)], lossFn: kind.rawValue,
      lossFnConfig: [.ppo, .cispo].contains(kind) ? ["clip_low_threshold": 0.5, "clip_high_threshold": 2] : nil)
    let loss = try input.loss()
    #expect(loss == ([.ppo, .cispo].contains(kind) ? Loss(kind, clipLow: 0.5, clipHigh: 2) : Loss(kind)))
    let expected =
      kind == .crossEntropy
      ? Datum(tokens: [1, 2], targets: [2, 3], weights: [0, 0.5])
      : Datum(
        tokens: [1, 2], targets: [2, 3], weights: [1, 1], advantages: [0, 2], samplerLogProbabilities: [0, -1])
    #expect(try input.data(for: kind) == [expected])
  }

  @Test(
    "Data that a loss cannot read are refused by number and name",
    arguments: [
      (["weights": WireTensor([1, 1] as [Float])], "datum 0: loss_fn_inputs has no target_tokens"),
      (["target_tokens": WireTensor([2, 3]), "mask": WireTensor([1, 1])], "loss_fn_inputs has mask"),
      (["target_tokens": WireTensor([2])], "target_tokens has 1 numbers for 2 tokens"),
      (["target_tokens": WireTensor([2, -3])], "-3 at position 1, which is no token"),
      (["target_tokens": WireTensor([2, 1 << 40])], "which is no token"),
      (["target_tokens": WireTensor([2, 3] as [Float])], "not of type int64"),
      (["target_tokens": WireTensor([2, 3]), "weights": WireTensor([1, .nan])], "weights has nan at position 1"),
    ] as [([String: WireTensor], String)])
  func wrongData(inputs: [String: WireTensor], reason: String) {
    let input = ForwardBackwardRequest.Input(
      data: [WireDatum(modelInput: ModelInput([1, 2]), lossFnInputs: inputs)], lossFn: "cross_entropy")
    expectWireError(reason) { try input.data(for: .crossEntropy) }
  }

  @Test("A loss that is unknown, and a setting that a loss does not have, are refused")
  func wrongLosses() {
    func input(_ loss: String, _ settings: [String: Float]) -> ForwardBackwardRequest.Input {
      ForwardBackwardRequest.Input(data: [], lossFn: loss, lossFnConfig: settings)
    }
    expectWireError("no loss 'dro'; there are cross_entropy") { try input("dro", [:]).loss() }
    expectWireError("has beta, which ppo does not read") { try input("ppo", ["beta": 1]).loss() }
    expectWireError("has clip_low_threshold") { try input("cross_entropy", ["clip_low_threshold": 1]).loss() }
    expectWireError("inf for clip_low_threshold") { try input("ppo", ["clip_low_threshold": .infinity]).loss() }
  }

  @Test("JSON says the same as messages do")
  func json() throws {
    let encoder = JSONEncoder()
    encoder.keyEncodingStrategy = .convertToSnakeCase
    encoder.nonConformingFloatEncodingStrategy = .convertToString(
      positiveInfinity: "inf", negativeInfinity: "-inf", nan: "nan")
    let decoder = JSONDecoder()
    decoder.keyDecodingStrategy = .convertFromSnakeCase
    decoder.nonConformingFloatDecodingStrategy = .convertFromString(
      positiveInfinity: "inf", negativeInfinity: "-inf", nan: "nan")
    var examples = WireExamples(seed: 11)
    for _ in 0..<200 {
      var request = try examples.request()
      let read = try decoder.decode(ForwardBackwardRequest.self, from: try encoder.encode(request))
      request.forwardOnly = false
      #expect(WireContent.Request(read) == WireContent.Request(request))
      let output = try examples.output()
      let readOutput = try decoder.decode(ForwardBackwardResponse.self, from: try encoder.encode(output))
      #expect(WireContent.Output(readOutput) == WireContent.Output(output))
    }
    let text = #"{"model_input": {"chunks": [{"type": "image", "data": ""}]}, "loss_fn_inputs": {}}"#
    #expect(throws: DecodingError.self) { try decoder.decode(WireDatum.self, from: Data(text.utf8)) }
  }

  @Test("What a trainer and a sampler give goes out under the names that clients look for")
  func served() throws {
    let output = ForwardBackwardResponse(
      ForwardBackwardOutput(logProbabilities: [[-1, -2], []], loss: 3, sums: ["entropy": 4]))
    #expect(output.metrics == ["loss:sum": 3, "entropy:sum": 4])
    #expect(output.lossFnOutputs.map { $0["logprobs"]?.floats } == [[-1, -2], []])
    let sample = SampleResponse(
      [SampledSequence(tokens: [5], logProbabilities: [-1], stopReason: .length)], promptLogprobs: [nil, -2])
    let read = try SampleResponse(protobuf: try sample.protobuf())
    #expect(read == sample)
    #expect(read.sequences[0].stopReason == "length")
  }

  private func expectWireError<Result>(
    _ reason: String, sourceLocation: SourceLocation = #_sourceLocation, _ body: () throws -> Result
  ) {
    do {
      _ = try body()
      Issue.record("nothing was thrown where '\(reason)' was expected", sourceLocation: sourceLocation)
    } catch {
      let text = (error as? WireError)?.description ?? ""
      #expect(text.contains(reason), "\(error)", sourceLocation: sourceLocation)
    }
  }
}

/// Numbers as messages hold them.
private func packed(_ numbers: [Int64]) -> Data {
  numbers.map(\.littleEndian).withUnsafeBytes { Data($0) }
}
