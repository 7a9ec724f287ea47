import AsyncHTTPClient
import ModelBackend
import NIOCore
import NIOHTTP1

/// The connections to one server, kept open between requests, and one attempt at a request over them.
final class EndpointConnections: Sendable {
  private static let longestErrorBody = 64 << 10

  private let client: HTTPClient
  private let configuration: EndpointConfiguration
  private let key: EndpointKey
  private let loop: any EventLoop

  init(_ configuration: EndpointConfiguration, key: EndpointKey) {
    var settings = HTTPClient.Configuration()
    // A redirect would take the key elsewhere.
    settings.redirectConfiguration = .disallow
    settings.timeout = .init(connect: .seconds(10))
    settings.connectionPool.concurrentHTTP1ConnectionsPerHostSoftLimit = configuration.maximumConcurrency
    // Who decides about repetitions counts them and keeps to the deadline: the client above.
    settings.connectionPool.retryConnectionEstablishment = false
    client = HTTPClient(eventLoopGroupProvider: .singleton, configuration: settings)
    loop = HTTPClient.defaultEventLoopGroup.any()
    self.configuration = configuration
    self.key = key
  }

  deinit {
    client.shutdown { _ in }
  }

  /// A request that posts `body`, or gets where there is none.
  func request(_ path: String, body: [UInt8]?) -> HTTPClientRequest {
    var request = HTTPClientRequest(url: configuration.url(path))
    if let body {
      request.method = .POST
      request.headers.add(name: "Content-Type", value: "application/json")
      request.body = .bytes(ByteBuffer(bytes: body))
    }
    request.headers.add(name: "Accept", value: "application/json, text/event-stream")
    if let authorization = key.authorization { request.headers.add(name: "Authorization", value: authorization) }
    return request
  }

  /// Sends a request and reads its answer.
  ///
  /// - Throws: `AttemptFailure`; `CancellationError`.
  func answer<Reader: AnswerReader>(
    to request: HTTPClientRequest, within remaining: Duration, time: EndpointTime, reading reader: Reader
  ) async throws -> EndpointAnswer<Reader.Answer> {
    let deadline = NIODeadline.now() + TimeAmount(remaining)
    let response: HTTPClientResponse
    do {
      response = try await client.execute(request, deadline: deadline)
    } catch let error as HTTPClientError where error == .deadlineExceeded {
      throw late(request.url)
    } catch let error as CancellationError {
      throw error
    } catch {
      throw AttemptFailure(connection: error, url: request.url)
    }
    // The client's deadline ends with the response's head.
    let work = Task { try await read(response, of: request.url, with: reader, time: time) }
    let alarm = loop.scheduleTask(deadline: deadline) { work.cancel() }
    defer { alarm.cancel() }
    return try await withTaskCancellationHandler {
      do {
        return try await work.value
      } catch {
        if NIODeadline.now() >= deadline, !Task.isCancelled { throw late(request.url) }
        throw error
      }
    } onCancel: {
      work.cancel()
    }
  }

  private func late(_ url: String) -> AttemptFailure {
    AttemptFailure(
      BackendError(
        .deadlineExceeded,
        "\(url) did not answer within \(configuration.deadline) s. Allow more time, or fewer tokens or requests at once."
      ),
      mayPass: false)
  }

  private func read<Reader: AnswerReader>(
    _ response: HTTPClientResponse, of url: String, with reader: Reader, time: EndpointTime
  ) async throws -> EndpointAnswer<Reader.Answer> {
    let status = Int(response.status.code)
    do {
      guard 200..<300 ~= status else {
        let body = try await start(of: response.body)
        throw AttemptFailure(
          status: status, said: ServerMessage.text(of: body, without: key), url: url,
          wait: RetryAfter.wait(response.headers.first(name: "Retry-After"), from: time.date()))
      }
      let type = response.headers.first(name: "Content-Type")?.lowercased() ?? ""
      return type.hasPrefix("text/event-stream")
        ? try await readEvents(response.body, of: url, with: reader)
        : try await readWhole(response.body, of: url, with: reader)
    } catch let error as AttemptFailure {
      throw error
    } catch let error as UnreadableAnswer {
      throw AttemptFailure(
        BackendError(error.isUnsupported ? .unsupported : .badResponse, "\(url) \(key.redacted(error.what))"),
        mayPass: error.isIncomplete)
    } catch is NIOTooManyBytesError {
      throw AttemptFailure(
        bad: "answered with more than \(configuration.maximumAnswerBytes) bytes. Ask for fewer tokens, or allow more.",
        url: url)
    } catch let error as CancellationError {
      throw error
    } catch {
      throw AttemptFailure(connection: error, url: url)
    }
  }

  private func start(of body: HTTPClientResponse.Body) async throws -> [UInt8] {
    var start: [UInt8] = []
    for try await piece in body {
      start += piece.readableBytesView
      if start.count >= Self.longestErrorBody { break }
    }
    return start
  }

  private func readWhole<Reader: AnswerReader>(
    _ body: HTTPClientResponse.Body, of url: String, with reader: Reader
  ) async throws -> EndpointAnswer<Reader.Answer> {
    let buffer = try await body.collect(upTo: configuration.maximumAnswerBytes)
    var reader = reader
    try read(value(buffer, of: url), of: url, with: &reader)
    return try reader.answer()
  }

  /// - Parameter mayBeCut: whether the text may have been broken off, so that another attempt may bring all of it.
  private func value(_ buffer: ByteBuffer, of url: String, mayBeCut: Bool = false) throws -> JSONValue {
    do {
      return try buffer.withUnsafeReadableBytes { try JSONReader.value(of: $0) }
    } catch let error as JSONReader.Failure {
      throw AttemptFailure(
        bad: "answered with what is no JSON, at byte \(error.offset): "
          + ServerMessage.text(of: Array(buffer.readableBytesView.prefix(Self.longestErrorBody)), without: key)
          + ". Check that an OpenAI-compatible server is there.", url: url, mayPass: mayBeCut)
    }
  }

  private func readEvents<Reader: AnswerReader>(
    _ body: HTTPClientResponse.Body, of url: String, with reader: Reader
  ) async throws -> EndpointAnswer<Reader.Answer> {
    var reader = reader
    var events = ServerSentEvents()
    var isDone = false
    var count = 0
    func take(_ event: [UInt8], isLast: Bool) throws {
      if isDone || event == Array("[DONE]".utf8) {
        isDone = true
      } else {
        try read(value(ByteBuffer(bytes: event), of: url, mayBeCut: isLast), of: url, with: &reader)
      }
    }
    for try await piece in body {
      count += piece.readableBytes
      if count > configuration.maximumAnswerBytes {
        throw NIOTooManyBytesError(maxBytes: configuration.maximumAnswerBytes)
      }
      try events.read(piece.readableBytesView) { try take($0, isLast: false) }
    }
    try events.finish { try take($0, isLast: true) }
    return try reader.answer()
  }

  /// Hands a value to the reader, unless it tells of an error: some servers do so under status 200.
  private func read<Reader: AnswerReader>(
    _ value: JSONValue, of url: String, with reader: inout Reader
  ) throws {
    if let error = value["error"], value["choices"] == nil {
      let status = (error["code"] ?? error["status"])?.integer ?? 500
      throw AttemptFailure(
        status: 400..<600 ~= status ? status : 500, said: ServerMessage.text(of: value, without: key), url: url,
        wait: nil)
    }
    try reader.read(value)
  }
}
