import Foundation
import Hummingbird
import TinkerBackend

/// The body of a request of Tinker's API.
struct WireBody: Sendable {
  private let data: Data
  private let wire: TinkerWire

  /// Reads a request's body.
  init(of request: Request, _ context: ServiceContext) async throws {
    if let encoding = request.headers[.contentEncoding], encoding.lowercased() != "identity" {
      throw ServiceError(
        .unsupportedMediaType, .unsupported, "The body is packed with '\(encoding.prefix(100))'. Send it as it is.")
    }
    let type = request.headers[.contentType]?.lowercased() ?? ""
    wire = type.hasPrefix(TinkerWire.protobuf.contentType) ? .protobuf : .json
    var buffer = try await request.body.collect(upTo: context.maxUploadSize)
    data = buffer.readData(length: buffer.readableBytes) ?? Data()
  }

  /// The request that it is.
  ///
  /// - Throws: `ServiceError` that names the field which is missing or wrong.
  func value<Value: Decodable>(_ type: Value.Type = Value.self) throws(ServiceError) -> Value {
    do {
      if wire == .json { return try WireJSON.value(type, of: data) }
      guard let request = try ForwardBackwardRequest(protobuf: data) as? Value else {
        throw WireError("only forward_backward is read as a protocol buffer")
      }
      return request
    } catch {
      throw Self.complaint(error)
    }
  }

  /// Whom a request is for, and which it is.
  struct Address: Decodable {
    var modelId: String
    var seqId: Int?
  }

  /// The address of a request that may say nothing else that makes sense.
  var address: Address? {
    if wire == .json { return try? WireJSON.value(of: data) }
    return ForwardBackwardRequest.address(protobuf: data).map { Address(modelId: $0.modelId, seqId: $0.seqId) }
  }

  private static func complaint(_ error: any Error) -> ServiceError {
    func name(_ path: [any CodingKey]) -> String {
      let text = path.reduce("") { text, key in
        if let index = key.intValue { return "\(text)[\(index)]" }
        return text + (text.isEmpty ? "" : ".") + snakeCase(key.stringValue)
      }
      return text.isEmpty ? "the body" : String(text.prefix(200))
    }
    switch error {
    case let error as WireError: return ServiceError(error)
    case DecodingError.keyNotFound(let key, let context):
      return .invalid(name(context.codingPath + [key]), "is missing.")
    case DecodingError.typeMismatch(_, let context), DecodingError.valueNotFound(_, let context):
      return .invalid(name(context.codingPath), "is of the wrong type.")
    case DecodingError.dataCorrupted(let context) where !context.codingPath.isEmpty:
      return .invalid(name(context.codingPath), "cannot be read: \(context.debugDescription.prefix(200)).")
    default: return ServiceError(.badRequest, .invalidJSON, "The body is no JSON object.")
    }
  }

  private static func snakeCase(_ name: String) -> String {
    name.reduce(into: "") { text, letter in
      if letter.isUppercase { text += "_" }
      text += letter.lowercased()
    }
  }
}

extension ServiceError {
  /// What is wrong with a message.
  init(_ error: WireError) {
    self.init(.badRequest, .invalidValue, "The request cannot be read: \(error.description.prefix(500)).")
  }
}
