import Foundation
import SwiftProtobuf

extension ForwardBackwardRequest {
  /// Reads a message.
  ///
  /// - Throws: `WireError` for what is no message, or says what cannot be.
  package init(protobuf bytes: Data) throws {
    let message: TinkerPublic_ForwardBackwardRequest = try WireError.reading("a forward-backward request", bytes)
    let data = try message.data.enumerated().map { index, datum in
      do {
        return WireDatum(
          modelInput: try ModelInput(datum.modelInput),
          lossFnInputs: try datum.lossFnInputs.mapValues { try WireTensor($0) })
      } catch let error as WireError {
        throw WireError("datum \(index): \(error)")
      }
    }
    self.init(
      forwardBackwardInput: Input(
        data: data, lossFn: message.lossFn, lossFnConfig: try Self.configuration(of: message)),
      modelId: message.modelID, seqId: Int(message.seqID), forwardOnly: message.forwardOnly)
  }

  /// Whom a message is for, and which it is, whatever else it says; `nil` for what is no message.
  package static func address(protobuf bytes: Data) -> (modelId: String, seqId: Int)? {
    (try? TinkerPublic_ForwardBackwardRequest(serializedBytes: bytes)).map { ($0.modelID, Int($0.seqID)) }
  }

  /// The bytes of the message.
  ///
  /// - Throws: `WireError` for a sequence id that messages cannot hold.
  package func protobuf() throws -> Data {
    guard let number = Int32(exactly: seqId) else { throw WireError("\(seqId) is too large for a sequence id") }
    let message = TinkerPublic_ForwardBackwardRequest.with {
      $0.modelID = modelId
      $0.seqID = number
      $0.forwardOnly = forwardOnly
      $0.lossFn = forwardBackwardInput.lossFn
      // Servers of either age find it.
      $0.lossFnConfig = forwardBackwardInput.lossFnConfig?.mapValues(Double.init) ?? [:]
      $0.lossFnConfigV2 = $0.lossFnConfig.mapValues { value in .with { $0.number = value } }
      $0.data = forwardBackwardInput.data.map { datum in
        .with {
          $0.modelInput = datum.modelInput.messages
          $0.lossFnInputs = datum.lossFnInputs.mapValues(\.message)
        }
      }
    }
    return try message.serializedBytes(options: .deterministic)
  }

  private static func configuration(of message: TinkerPublic_ForwardBackwardRequest) throws -> [String: Float]? {
    if message.lossFnConfigV2.isEmpty {
      return message.lossFnConfig.isEmpty ? nil : message.lossFnConfig.mapValues { Float($0) }
    }
    return try message.lossFnConfigV2.reduce(into: [:]) { configuration, entry in
      guard case .number(let value) = entry.value.value else {
        throw WireError("loss_fn_config has something other than a number for \(entry.key)")
      }
      configuration[entry.key] = Float(value)
    }
  }
}
