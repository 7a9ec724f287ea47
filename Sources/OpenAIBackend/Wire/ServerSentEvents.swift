/// Takes a stream of server-sent events apart (https://html.spec.whatwg.org/multipage/server-sent-events.html) into
/// their data, wherever the stream was cut into pieces.
package struct ServerSentEvents {
  private static let field = Array("data".utf8)

  private var line: [UInt8] = []
  private var data: [UInt8] = []
  private var hasData = false
  private var isBehindCarriageReturn = false
  private var isAtStart = true

  package init() {}

  /// Takes the next piece and calls `body` with the data of every event that it completes.
  package mutating func read<Bytes: Sequence<UInt8>, Failure: Error>(
    _ bytes: Bytes, _ body: ([UInt8]) throws(Failure) -> Void
  ) throws(Failure) {
    for byte in bytes {
      switch byte {
      case UInt8(ascii: "\n") where isBehindCarriageReturn:
        isBehindCarriageReturn = false
      case UInt8(ascii: "\n"), UInt8(ascii: "\r"):
        isBehindCarriageReturn = byte == UInt8(ascii: "\r")
        try endLine(body)
      default:
        isBehindCarriageReturn = false
        line.append(byte)
      }
    }
  }

  /// Takes the end of the stream: servers leave out the empty line behind their last event.
  package mutating func finish<Failure: Error>(_ body: ([UInt8]) throws(Failure) -> Void) throws(Failure) {
    if !line.isEmpty { try endLine(body) }
    try endEvent(body)
  }

  private mutating func endLine<Failure: Error>(_ body: ([UInt8]) throws(Failure) -> Void) throws(Failure) {
    defer { line.removeAll(keepingCapacity: true) }
    if isAtStart {
      isAtStart = false
      if line.starts(with: [0xEF, 0xBB, 0xBF]) { line.removeFirst(3) }
    }
    if line.isEmpty { return try endEvent(body) }
    // Comments begin with a colon; the other fields carry nothing that an answer needs.
    guard line.starts(with: Self.field), line.count == 4 || line[4] == UInt8(ascii: ":") else { return }
    var value = line.dropFirst(5)
    if value.first == UInt8(ascii: " ") { value.removeFirst() }
    if hasData { data.append(UInt8(ascii: "\n")) }
    data += value
    hasData = true
  }

  private mutating func endEvent<Failure: Error>(_ body: ([UInt8]) throws(Failure) -> Void) throws(Failure) {
    if !hasData { return }
    let event = data
    data.removeAll(keepingCapacity: true)
    hasData = false
    try body(event)
  }
}
