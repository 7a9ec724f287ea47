import ModelBackend

/// Which wire a server reads data in: it says so, or is tried.
///
/// The server is asked for its client configuration, as official clients do before all else. `proto_write_fwdbwd`
/// there says whether it reads protocol buffers. Those that do not say are taken for what their dialect is; one that
/// refuses its first protocol buffer is spoken to in JSON from then on.
actor WireChoice {
  private let connection: TinkerConnection
  private var wire: TinkerWire?
  /// Whether the server was heard, or seen, to read it.
  private var isCertain = false

  init(_ connection: TinkerConnection) {
    self.connection = connection
  }

  /// Submits data in the wire that the server reads.
  func submit(_ request: ForwardBackwardRequest) async throws -> Promise {
    let path = "forward_backward"
    guard try await chosen() == .protobuf else { return try await connection.submit(path, request) }
    let payload = Payload(protobuf: try request.protobuf())
    if isCertain { return try await connection.submit(path, payload: payload) }
    do {
      let promise = try await connection.submit(path, payload: payload, isTrial: true)
      isCertain = true
      return promise
    } catch let error as BackendError where error.code == .refusedByServer {
      return try await submit(request, afterRefusing: payload)
    }
  }

  /// Submits in JSON what was refused as a protocol buffer. It was not done, so it keeps its sequence id.
  private func submit(_ request: ForwardBackwardRequest, afterRefusing payload: Payload) async throws -> Promise {
    do {
      let promise = try await connection.submit("forward_backward", request)
      wire = .json
      return promise
    } catch let error as BackendError where error.code == .refusedByServer {
      // It was not for the wire.
      isCertain = true
      return try await connection.submit("forward_backward", payload: payload)
    }
  }

  private func chosen() async throws -> TinkerWire {
    if let wire { return wire }
    let isRead = try await readsProtobuf()
    isCertain = isRead != nil
    let chosen: TinkerWire = isRead ?? connection.server.dialect.presumesProtobuf ? .protobuf : .json
    wire = chosen
    return chosen
  }

  /// What the server says; `nil` where it does not.
  private func readsProtobuf() async throws -> Bool? {
    do {
      let response: ClientConfigResponse = try await connection.call("client/config", ClientConfigRequest())
      return response.protoWriteFwdbwd
    } catch let error as BackendError where [.lostModel, .refusedByServer, .badResponse].contains(error.code) {
      // It has no such path, or answers what is no configuration.
      return nil
    }
  }
}
