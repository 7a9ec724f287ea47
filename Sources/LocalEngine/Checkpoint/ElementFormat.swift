/// How numbers lie in a safetensors file, where this engine can compute with them.
public enum ElementFormat: String, Sendable, Hashable, CaseIterable {
  /// IEEE single precision.
  case float32 = "F32"
  /// The upper half of single precision.
  case bfloat16 = "BF16"
  /// IEEE half precision.
  case float16 = "F16"

  /// Bytes of one number.
  public var width: Int { self == .float32 ? 4 : 2 }

  /// The value of a number of 16 bits in this format.
  func value(of bits: UInt16) -> Float {
    switch self {
    case .float32, .bfloat16: Float(bitPattern: UInt32(bits) << 16)
    case .float16: Self.half(bits)
    }
  }

  /// The upper half of `value`, rounded to the nearest, ties to even, as PyTorch does.
  static func bfloat16Bits(_ value: Float) -> UInt16 {
    let bits = value.bitPattern
    if value.isNaN { return UInt16(truncatingIfNeeded: bits >> 16) | 0x40 }
    return UInt16(truncatingIfNeeded: (bits &+ 0x7FFF &+ ((bits >> 16) & 1)) >> 16)
  }

  /// `value` in half precision, rounded to the nearest, ties to even; infinite beyond its range.
  static func float16Bits(_ value: Float) -> UInt16 {
    let sign = UInt16(truncatingIfNeeded: value.bitPattern >> 16) & 0x8000
    let magnitude = value.bitPattern & 0x7FFF_FFFF
    if magnitude > 0x7F80_0000 { return sign | 0x7E00 }
    if magnitude >= 0x477F_F000 { return sign | 0x7C00 }
    if magnitude < 0x3880_0000 {
      return sign | UInt16((value.magnitude * 0x1p24).rounded(.toNearestOrEven))
    }
    let rounded = magnitude + 0xFFF + ((magnitude >> 13) & 1)
    return sign | UInt16(truncatingIfNeeded: (rounded - 0x3800_0000) >> 13)
  }

  /// Half precision by hand, because `Float16` does not exist on Intel Macs.
  private static func half(_ bits: UInt16) -> Float {
    let sign = UInt32(bits & 0x8000) << 16
    let exponent = UInt32(bits >> 10) & 0x1F
    let fraction = UInt32(bits & 0x3FF)
    switch exponent {
    case 0:
      let magnitude = Float(fraction) * 0x1p-24
      return sign == 0 ? magnitude : -magnitude
    case 31: return Float(bitPattern: sign | 0x7F80_0000 | fraction << 13)
    default: return Float(bitPattern: sign | (exponent + 112) << 23 | fraction << 13)
    }
  }
}
