import Foundation
import Language

/// Recorded rollouts that cannot be read, with the place and what to do about it.
public typealias RecordingError = CodedError<RecordingErrorCode>

/// Stable names of what can go wrong.
public enum RecordingErrorCode: String, ErrorCode {
  case missing = "recording_missing"
  case unreadable = "recording_unreadable"
  case unknownFormat = "recording_unknown_format"
  case invalid = "recording_invalid"
  case unsupported = "recording_unsupported"
  case tooLarge = "recording_too_large"
}

extension RecordingError {
  /// What a decoder complains about, for the record at `place`.
  init(_ error: any Error, at place: String) {
    if let error = error as? RecordingError {
      self = error
      return
    }
    guard let error = error as? DecodingError else {
      self.init(.invalid, "\(place): cannot be read", cause: error)
      return
    }
    switch error {
    case .keyNotFound(let key, let context):
      self.init(.invalid, "\(place): the key '\(Self.path(context.codingPath + [key]))' is missing")
    case .typeMismatch(_, let context), .valueNotFound(_, let context):
      self.init(
        .invalid, "\(place): '\(Self.path(context.codingPath))' is not what it should be: \(context.debugDescription)")
    case .dataCorrupted(let context) where context.codingPath.isEmpty:
      let detail = (context.underlyingError as? CocoaError)?.userInfo[NSDebugDescriptionErrorKey] as? String
      self.init(.invalid, "\(place): is no JSON object: \(detail ?? context.debugDescription)")
    case .dataCorrupted(let context):
      self.init(.invalid, "\(place): '\(Self.path(context.codingPath))': \(context.debugDescription)")
    @unknown default:
      self.init(.invalid, "\(place): cannot be read", cause: error)
    }
  }

  private static func path(_ keys: [any CodingKey]) -> String {
    keys.map { $0.intValue.map { "[\($0)]" } ?? $0.stringValue }.joined(separator: ".")
  }
}
