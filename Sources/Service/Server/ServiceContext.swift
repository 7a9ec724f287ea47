import Hummingbird
import Logging
import NIOCore

/// What goes with one request.
public struct ServiceContext: RequestContext {
  public var coreContext: CoreRequestContextStorage
  /// Bytes that a request's body may have.
  public var maxUploadSize: Int { Self.largestBody }

  /// 8 MiB: a prompt of a million tokens, written as numbers.
  public static let largestBody = 8 << 20

  /// Begins a request.
  public init(source: ApplicationRequestContextSource) {
    coreContext = .init(source: source)
  }
}
