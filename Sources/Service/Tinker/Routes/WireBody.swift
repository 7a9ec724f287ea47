import Foundation
import Hummingbird
import TinkerBackend

/// The body of a request of Tinker's API.
struct WireBody: Sendable {
  private let data: Data

  /// Reads a request's body.
  init(of request: Request, _ context: ServiceContext) async throws {
    var buffer = try await request.body.collect(upTo: context.maxUploadSize)
    data = buffer.readData(length: buffer.readableBytes) ?? Data()
  }

  /// The request that it is.
  ///
  /// - Throws: `ServiceError` that names the field which is missing or wrong.
  func value<Value: Decodable>(_ type: Value.Type = Value.self) throws(ServiceError) -> Value {
    do {
      return try WireJSON.value(type, of: data)
    } catch {
      throw Self.complaint(error)
    }
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
