/// What the bodies of requests and answers are written in.
package enum TinkerWire: Sendable, Hashable {
  /// What every server reads, and all that official clients up to 0.24 need.
  case json
  /// What official clients from 0.25 on send `forward_backward` in, and want its result and samples in.
  case protobuf

  /// As it stands in `Content-Type` and `Accept`.
  package var contentType: String {
    switch self {
    case .json: "application/json"
    case .protobuf: "application/x-protobuf"
    }
  }
}
