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
    if try await chosen() == .protobuf {
      do {
        let promise = try await connection.submit(path, payload: Payload(protobuf: try request.protobuf()))
        isCertain = true
        return promise
      } catch let error as BackendError where error.code == .refusedByServer && !isCertain {
        // What was refused was not done, so it may be sent again under its sequence id.
        let promise = try await connection.submit(path, request)
        wire = .json
        return promise
      }
    }
    return try await connection.submit(path, request)
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
