import Foundation
import SwiftProtobuf

extension SampleResponse: ProtobufResult {
  package init(protobuf bytes: Data) throws {
    let message: TinkerPublic_SampleResponse = try WireError.reading("a sample", bytes)
    self.init(
      sequences: try message.sequences.map { sequence in
        Sequence(
          tokens: try PackedNumbers.read(sequence.tokens),
          logprobs: sequence.hasLogprobs ? try PackedNumbers.floats(sequence.logprobs) : nil,
          stopReason: try Self.name(of: sequence.stopReason),
          topkLogprobs: sequence.hasTopkSampledLogprobs
            ? try sequence.topkSampledLogprobs.rows().map { $0 ?? [] } : nil)
      },
      // Servers write none as nothing and as no bytes.
      promptLogprobs: message.promptLogprobs.isEmpty
        ? nil : try PackedNumbers.floats(message.promptLogprobs).map { $0.isNaN ? nil : $0 },
      topkPromptLogprobs: message.hasTopkPromptLogprobs ? try message.topkPromptLogprobs.rows() : nil)
  }

  /// The bytes of the message.
  ///
  /// - Throws: `WireError` for a reason to stop that messages do not have.
  package func protobuf() throws -> Data {
    var message = TinkerPublic_SampleResponse()
    message.sequences = try sequences.map { sequence in
      var own = TinkerPublic_SampledSequence()
      own.stopReason = try Self.reason(named: sequence.stopReason)
      own.tokens = PackedNumbers.bytes(sequence.tokens)
      if let logprobs = sequence.logprobs { own.logprobs = PackedNumbers.bytes(logprobs) }
      if let rows = sequence.topkLogprobs { own.topkSampledLogprobs = TinkerPublic_TopkLogprobs(rows) }
      return own
    }
    if let promptLogprobs { message.promptLogprobs = PackedNumbers.bytes(promptLogprobs.map { $0 ?? .nan }) }
    if let topkPromptLogprobs { message.topkPromptLogprobs = TinkerPublic_TopkLogprobs(topkPromptLogprobs) }
    return try message.serializedBytes(options: .deterministic)
  }

  private static func name(of reason: TinkerPublic_StopReason) throws -> String {
    switch reason {
    case .stop: "stop"
    case .length: "length"
    case .UNRECOGNIZED(let number): throw WireError("a sequence ended for the unknown reason \(number)")
    }
  }

  private static func reason(named name: String) throws -> TinkerPublic_StopReason {
    switch name {
    case "stop": .stop
    case "length": .length
    default: throw WireError("a sequence cannot end for the reason '\(name)'")
    }
  }
}
