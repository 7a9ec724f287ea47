import AsyncHTTPClient
import Foundation
import ModelBackend
import NIOCore
import NIOHTTP1
import NIOPosix

/// Why one attempt at a request failed, and whether another may succeed.
struct AttemptFailure: Error {
  var error: BackendError
  var mayPass: Bool
  /// What the server asks to wait.
  var wait: Duration?

  init(_ error: BackendError, mayPass: Bool, wait: Duration? = nil) {
    self.error = error
    self.mayPass = mayPass
    self.wait = wait
  }

  /// A connection that could not be made, or broke.
  init(connection cause: any Error, url: String) {
    let mayPass: Bool
    switch cause {
    case let error as HTTPClientError:
      mayPass = [
        .remoteConnectionClosed, .connectTimeout, .readTimeout, .writeTimeout, .tlsHandshakeTimeout,
        .getConnectionFromPoolTimeout, .requestStreamCancelled,
      ].contains(error)
    case let error as HTTPParserError: mayPass = error == .invalidEOFState
    case is NIOConnectionError, is IOError, is ChannelError: mayPass = true
    default: mayPass = false
    }
    self.init(
      BackendError(
        .unreachable, "\(url) cannot be reached, or broke the connection off. Check that the server runs there.",
        cause: cause),
      mayPass: mayPass)
  }

  /// An answer with a status other than success.
  ///
  /// - Parameter said: what the server says about it, without the key.
  init(status: Int, said: String, url: String, wait: Duration?) {
    let answer = "\(url) answered \(status)\(said.isEmpty ? "" : ": \(said)")"
    switch status {
    case 401, 403:
      self.init(
        BackendError(.refusedByServer, "\(answer). Check the key in the environment, and what it may do."),
        mayPass: false)
    case 300..<400:
      self.init(
        BackendError(.refusedByServer, "\(answer). It redirects elsewhere: name that address as the base URL."),
        mayPass: false)
    case 404:
      self.init(
        BackendError(.refusedByServer, "\(answer). Check the base URL (does it need /v1?) and the model's name."),
        mayPass: false)
    case 429:
      self.init(
        BackendError(.rateLimited, "\(answer). Allow fewer requests at once, or come back later."), mayPass: true,
        wait: wait)
    case 408, 409:
      self.init(BackendError(.serverFailed, "\(answer). Try again later."), mayPass: true, wait: wait)
    case 500...:
      self.init(
        BackendError(.serverFailed, "\(answer). Look at the server's log, or try again later."), mayPass: status != 501,
        wait: wait)
    default:
      self.init(BackendError(.refusedByServer, "\(answer). Correct what it says about the request."), mayPass: false)
    }
  }

  /// An answer that is not one.
  init(bad what: String, url: String, mayPass: Bool = false) {
    self.init(BackendError(.badResponse, "\(url) \(what)"), mayPass: mayPass)
  }
}
