//! Packed bytes in, unpacked bytes out: gzip with any number of members, zstd with any number of
//! frames. A damaged part is one error, after which the next part is read. Never grows: bytes are
//! unpacked as they are asked for.

use std::io::{self, BufRead, Read};
use std::mem;

use flate2::bufread::GzDecoder;
use ruzstd::decoding::errors::{FrameDecoderError, ReadFrameHeaderError};
use ruzstd::decoding::{BlockDecodingStrategy, FrameDecoder};

use super::Error;
use super::source::{self, Damage, Source};

/// How many wrappings are taken off: a packed file that some program packed once more.
const MAX_WRAPPINGS: usize = 2;

/// Beyond this many bytes of output, `MAX_RATIO` is looked at. Below, a bomb costs less than a
/// second.
const FREE_OUTPUT: u64 = 64 << 20;

/// Most bytes of output for a byte of input. The pages we measure on pack 3 to 8 to one; gzip's
/// own limit is 1030, that of zstd many thousands.
const MAX_RATIO: u64 = 200;

/// Damaged members after which the rest of a file is left: it is not what it seems to be.
const MAX_DAMAGES: usize = 100;

/// Bytes unpacked at a time.
const CHUNK: usize = 64 << 10;

const GZIP: &[u8] = b"\x1f\x8b\x08";
const ZSTD: &[u8] = b"\x28\xb5\x2f\xfd";

/// Takes gzip and zstd off, once or twice.
pub(super) fn unpack<'r>(place: &str, mut source: Source<'r>) -> Result<Source<'r>, Error> {
    for _ in 0..MAX_WRAPPINGS {
        let Some(packing) = Packing::of(source.peek(4)) else { return Ok(source) };
        source = Source::new(Box::new(Unpacked::new(packing, source)));
    }
    if Packing::of(source.peek(4)).is_none() {
        return Ok(source);
    }
    let why = format!("packed more than {MAX_WRAPPINGS} times over; unpack it once and try again");
    Err(Error::new(place, "cannot unpack", why))
}

/// The bytes of one packed body that is no longer than `limit` when unpacked.
pub(super) fn unpack_all(packed: &[u8], limit: usize) -> io::Result<Vec<u8>> {
    let Some(packing) = Packing::of(packed) else {
        return Err(Damage("neither gzip nor zstd".into()).into());
    };
    let mut bytes = Vec::new();
    let unpacked = Unpacked::new(packing, Source::new(Box::new(packed)));
    let mut unpacked = Source::new(Box::new(unpacked));
    if !unpacked.read_rest(limit, &mut bytes)? {
        return Err(Damage(format!("more than {} MiB when unpacked", limit >> 20)).into());
    }
    Ok(bytes)
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Packing {
    Gzip,
    Zstd,
}

impl Packing {
    fn of(head: &[u8]) -> Option<Packing> {
        match head {
            _ if head.starts_with(GZIP) && head.get(3).is_none_or(|it| it & 0xe0 == 0) => {
                Some(Packing::Gzip)
            }
            _ if head.starts_with(ZSTD) || is_skippable(head) => Some(Packing::Zstd),
            _ => None,
        }
    }

    fn name(self) -> &'static str {
        match self {
            Packing::Gzip => "gzip",
            Packing::Zstd => "zstd",
        }
    }
}

/// A zstd frame that holds no data: `0x184D2A50` to `0x184D2A5F` (RFC 8878, 3.1.2).
fn is_skippable(head: &[u8]) -> bool {
    matches!(head, [0x50..=0x5f, 0x2a, 0x4d, 0x18, ..])
}

/// The unpacked bytes of a file of one or many gzip members or zstd frames. A damaged member is
/// one error; after it, reading goes on at the next that can be found.
struct Unpacked<'r> {
    packing: Packing,
    state: State<'r>,
    out: Vec<u8>,
    at: usize,
    n_out: u64,
    n_damages: usize,
}

enum State<'r> {
    /// Before a member.
    Between(Source<'r>),
    Gzip(Box<GzDecoder<Source<'r>>>),
    Zstd(Box<FrameDecoder>, Source<'r>),
    /// After damage: looking for a member.
    Lost(Source<'r>),
    End,
}

impl<'r> Unpacked<'r> {
    fn new(packing: Packing, source: Source<'r>) -> Unpacked<'r> {
        Unpacked {
            packing,
            state: State::Between(source),
            out: Vec::new(),
            at: 0,
            n_out: 0,
            n_damages: 0,
        }
    }

    /// Fills `out`; leaves it empty at the end.
    fn unpack(&mut self) -> io::Result<()> {
        self.at = 0;
        self.out.resize(CHUNK, 0);
        let n = self.unpack_some();
        self.out.truncate(*n.as_ref().unwrap_or(&0));
        self.n_out += self.out.len() as u64;
        n.map(drop)
    }

    fn unpack_some(&mut self) -> io::Result<usize> {
        loop {
            let (state, result) = match mem::replace(&mut self.state, State::End) {
                State::Between(source) => self.next_member(source),
                State::Gzip(decoder) => gunzip(decoder, &mut self.out),
                State::Zstd(decoder, source) => unzstd(decoder, source, &mut self.out),
                State::Lost(source) => (find_member(self.packing, source)?, Ok(0)),
                State::End => return Ok(0),
            };
            if self.is_bomb(&state) {
                let ratio = format!("it grows more than {MAX_RATIO} times over when unpacked");
                let why = format!("{ratio}, as no text does; unpack it by hand if you trust it");
                return Err(io::Error::other(why));
            }
            self.state = state;
            match result {
                Ok(0) => {}
                Ok(n) => return Ok(n),
                Err(error) => {
                    self.n_damages += 1;
                    if let State::Lost(source) = &mut self.state {
                        source.go_back();
                    }
                    if self.n_damages > MAX_DAMAGES {
                        self.state = State::End;
                    }
                    return Err(error);
                }
            }
        }
    }

    fn is_bomb(&self, state: &State) -> bool {
        let n_in = match state {
            State::Gzip(decoder) => decoder.get_ref().offset(),
            State::Zstd(_, source) => source.offset(),
            _ => return false,
        };
        self.n_out > FREE_OUTPUT && self.n_out / n_in.max(1) > MAX_RATIO
    }

    fn next_member(&self, mut source: Source<'r>) -> (State<'r>, io::Result<usize>) {
        // Tapes and some servers pad the last block with NULs.
        while source.peek(1) == [0] {
            source.consume(1);
        }
        if let Some(error) = source.pending_error() {
            return (State::Lost(source), Err(error));
        }
        if source.peek(1).is_empty() {
            return (State::End, Ok(0));
        }
        // A broken member may swallow the beginning of the next, to be looked for then.
        source.mark();
        match (Packing::of(source.peek(4)), self.packing) {
            (Some(Packing::Gzip), Packing::Gzip) => {
                (State::Gzip(Box::new(GzDecoder::new(source))), Ok(0))
            }
            (Some(Packing::Zstd), Packing::Zstd) => next_frame(source),
            _ => {
                let what = format!("bytes that are not {} after its end", self.packing.name());
                (State::Lost(source), Err(Damage(what).into()))
            }
        }
    }
}

fn next_frame(mut source: Source<'_>) -> (State<'_>, io::Result<usize>) {
    let mut decoder = FrameDecoder::new();
    match decoder.reset(&mut source) {
        Ok(()) => (State::Zstd(Box::new(decoder), source), Ok(0)),
        Err(error) => match skippable_len(&error).map(|len| source.skip(len.into())) {
            Some(Ok(_)) => (State::Between(source), Ok(0)),
            Some(Err(error)) => (State::Lost(source), Err(error)),
            None if matches!(error, FrameDecoderError::DictNotProvided { .. }) => {
                let why = "packed with a dictionary of its own (zstd); unpack it (zstd -d -D)";
                (State::End, Err(io::Error::other(why)))
            }
            None => (State::Lost(source), Err(damage(Packing::Zstd, &error))),
        },
    }
}

fn skippable_len(error: &FrameDecoderError) -> Option<u32> {
    match error {
        FrameDecoderError::ReadFrameHeaderError(ReadFrameHeaderError::SkipFrame {
            length, ..
        }) => Some(*length),
        _ => None,
    }
}

fn gunzip<'r>(
    mut decoder: Box<GzDecoder<Source<'r>>>,
    out: &mut [u8],
) -> (State<'r>, io::Result<usize>) {
    match decoder.read(out) {
        Ok(0) => (State::Between(decoder.into_inner()), Ok(0)),
        Ok(n) => (State::Gzip(decoder), Ok(n)),
        Err(error) => {
            let error = damage(Packing::Gzip, &error);
            (State::Lost(decoder.into_inner()), Err(error))
        }
    }
}

fn unzstd<'r>(
    mut decoder: Box<FrameDecoder>,
    mut source: Source<'r>,
    out: &mut [u8],
) -> (State<'r>, io::Result<usize>) {
    while decoder.can_collect() == 0 && !decoder.is_finished() {
        let blocks = BlockDecodingStrategy::UptoBytes(CHUNK);
        if let Err(error) = decoder.decode_blocks(&mut source, blocks) {
            return (State::Lost(source), Err(damage(Packing::Zstd, &error)));
        }
    }
    match decoder.read(out) {
        Ok(0) if !checksum_holds(&decoder) => {
            let error = Damage("its checksum does not fit (zstd)".into()).into();
            (State::Between(source), Err(error))
        }
        Ok(0) => (State::Between(source), Ok(0)),
        Ok(n) => (State::Zstd(decoder, source), Ok(n)),
        Err(error) => (State::Lost(source), Err(damage(Packing::Zstd, &error))),
    }
}

fn checksum_holds(decoder: &FrameDecoder) -> bool {
    let given = decoder.get_checksum_from_data();
    given.is_none() || given == decoder.get_calculated_checksum()
}

fn damage(packing: Packing, error: &dyn std::error::Error) -> io::Error {
    let why = format!("the {} data is damaged or cut off ({error}); get it again", packing.name());
    Damage(why).into()
}

/// The next place where a member seems to begin. A wrong guess is one more error, no more.
fn find_member(packing: Packing, mut source: Source<'_>) -> io::Result<State<'_>> {
    loop {
        let head = source.peek(CHUNK);
        if head.is_empty() {
            return match source.pending_error() {
                Some(error) if source::is_damage(&error) => Ok(State::Lost(source)),
                Some(error) => Err(error),
                None => Ok(State::End),
            };
        }
        let found = head.windows(4).position(|it| Packing::of(it) == Some(packing));
        match found {
            Some(at) => {
                source.consume(at);
                return Ok(State::Between(source));
            }
            // The last three bytes may be the beginning of a member, unless they are the last.
            None => {
                let n = if head.len() > 3 { head.len() - 3 } else { head.len() };
                source.consume(n);
            }
        }
    }
}

impl Read for Unpacked<'_> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let n = self.fill_buf()?.read(into)?;
        self.consume(n);
        Ok(n)
    }
}

impl BufRead for Unpacked<'_> {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        if self.at == self.out.len() {
            self.unpack()?;
        }
        Ok(&self.out[self.at..])
    }

    fn consume(&mut self, n: usize) {
        self.at += n;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use flate2::Compression;
    use flate2::write::GzEncoder;
    use std::io::Write;

    fn gzip(bytes: &[u8]) -> Vec<u8> {
        let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
        encoder.write_all(bytes).unwrap();
        encoder.finish().unwrap()
    }

    fn zstd(bytes: &[u8]) -> Vec<u8> {
        ruzstd::encoding::compress_to_vec(bytes, ruzstd::encoding::CompressionLevel::Fastest)
    }

    /// What can be read, and the errors on the way.
    fn read(bytes: &[u8]) -> (String, Vec<String>) {
        let mut source = unpack("a", Source::new(Box::new(bytes))).unwrap();
        let (mut text, mut errors) = (Vec::new(), Vec::new());
        loop {
            match source.read_to_end(&mut text) {
                Ok(_) => return (String::from_utf8_lossy(&text).into_owned(), errors),
                Err(error) => errors.push(error.to_string()),
            }
        }
    }

    #[test]
    fn members_and_frames_are_read_one_after_the_other() {
        let members = [gzip(b"Ruiz "), gzip(b""), gzip(b"began."), vec![0; 300]].concat();
        assert_eq!(read(&members), ("Ruiz began.".into(), vec![]));
        let skippable = b"\x50\x2a\x4d\x18\x04\0\0\0abcd".to_vec();
        let frames = [skippable.clone(), zstd(b"Ruiz "), skippable, zstd(b"began.")].concat();
        assert_eq!(read(&frames), ("Ruiz began.".into(), vec![]));
        assert_eq!(read(&gzip(&zstd(b"Ruiz began."))), ("Ruiz began.".into(), vec![]));
    }

    #[test]
    fn long_texts_come_out_whole() {
        let text: String = (0..200_000).map(|n| format!("{n} said. ")).collect();
        assert_eq!(read(&gzip(text.as_bytes())), (text.clone(), vec![]));
        assert_eq!(read(&zstd(text.as_bytes())), (text, vec![]));
    }

    #[test]
    fn after_damage_the_next_member_is_read() {
        for pack in [gzip, zstd] {
            let words = "Ruiz told reporters in the harbour that she would not sign it. ";
            let mut broken = pack(words.as_bytes());
            let middle = broken.len() / 2;
            broken.truncate(middle);
            let bytes = [pack(b"Before. "), broken, pack(b"After."), b"junk".to_vec()].concat();
            let (text, errors) = read(&bytes);
            assert!(text.starts_with("Before. ") && text.ends_with("After."), "{text}");
            assert_eq!(errors.len(), 2, "{errors:?}");
        }
    }

    #[test]
    fn three_wrappings_are_refused() {
        let thrice = gzip(&gzip(&gzip(b"Ruiz began.")));
        let error = unpack("a", Source::new(Box::new(&thrice[..]))).err().unwrap();
        assert!(error.to_string().contains("packed more than 2 times"), "{error}");
    }

    #[test]
    fn a_bomb_is_left_alone() {
        let bomb = gzip(&vec![b' '; 200 << 20]);
        let mut source = unpack("a", Source::new(Box::new(&bomb[..]))).unwrap();
        let error = source.skip(u64::MAX).unwrap_err();
        assert!(!source::is_damage(&error) && error.to_string().contains("200 times"), "{error}");
    }
}
