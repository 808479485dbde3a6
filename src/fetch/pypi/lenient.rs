//! JSON of which any field may be of any type: what is not understood reads as absent, and nothing is kept that is not asked for.

use std::fmt;
use std::marker::PhantomData;

use serde::de::value::MapAccessDeserializer;
use serde::de::{Deserialize, Deserializer, Error, IgnoredAny, MapAccess, SeqAccess, Visitor};

/// One value; arrays and objects are read over.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) enum Scalar {
    #[default]
    Absent,
    Bool(bool),
    Number(u64),
    Text(String),
}

impl Scalar {
    pub(super) fn text(self) -> Option<String> {
        match self {
            Self::Text(text) => Some(text),
            Self::Absent | Self::Bool(_) | Self::Number(_) => None,
        }
    }

    pub(super) fn number(&self) -> Option<u64> {
        match self {
            Self::Number(number) => Some(*number),
            Self::Absent | Self::Bool(_) | Self::Text(_) => None,
        }
    }
}

impl<'de> Deserialize<'de> for Scalar {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(ScalarVisitor)
    }
}

struct ScalarVisitor;

impl<'de> Visitor<'de> for ScalarVisitor {
    type Value = Scalar;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("any value")
    }

    fn visit_bool<E: Error>(self, value: bool) -> Result<Scalar, E> {
        Ok(Scalar::Bool(value))
    }

    fn visit_u64<E: Error>(self, value: u64) -> Result<Scalar, E> {
        Ok(Scalar::Number(value))
    }

    fn visit_i64<E: Error>(self, _: i64) -> Result<Scalar, E> {
        Ok(Scalar::Absent)
    }

    fn visit_f64<E: Error>(self, _: f64) -> Result<Scalar, E> {
        Ok(Scalar::Absent)
    }

    fn visit_str<E: Error>(self, value: &str) -> Result<Scalar, E> {
        Ok(Scalar::Text(value.to_owned()))
    }

    fn visit_string<E: Error>(self, value: String) -> Result<Scalar, E> {
        Ok(Scalar::Text(value))
    }

    fn visit_unit<E: Error>(self) -> Result<Scalar, E> {
        Ok(Scalar::Absent)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Scalar, A::Error> {
        drain_list(&mut items)?;
        Ok(Scalar::Absent)
    }

    fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<Scalar, A::Error> {
        drain_map(&mut entries)?;
        Ok(Scalar::Absent)
    }
}

/// An object read as `T`; anything else is `T`'s default.
#[derive(Debug, Default)]
pub(super) struct Object<T>(pub(super) T);

impl<'de, T: Deserialize<'de> + Default> Deserialize<'de> for Object<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(ObjectVisitor(PhantomData))
    }
}

struct ObjectVisitor<T>(PhantomData<T>);

impl<'de, T: Deserialize<'de> + Default> Visitor<'de> for ObjectVisitor<T> {
    type Value = Object<T>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("any value")
    }

    fn visit_bool<E: Error>(self, _: bool) -> Result<Object<T>, E> {
        Ok(Object::default())
    }

    fn visit_u64<E: Error>(self, _: u64) -> Result<Object<T>, E> {
        Ok(Object::default())
    }

    fn visit_i64<E: Error>(self, _: i64) -> Result<Object<T>, E> {
        Ok(Object::default())
    }

    fn visit_f64<E: Error>(self, _: f64) -> Result<Object<T>, E> {
        Ok(Object::default())
    }

    fn visit_str<E: Error>(self, _: &str) -> Result<Object<T>, E> {
        Ok(Object::default())
    }

    fn visit_unit<E: Error>(self) -> Result<Object<T>, E> {
        Ok(Object::default())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Object<T>, A::Error> {
        drain_list(&mut items)?;
        Ok(Object::default())
    }

    fn visit_map<A: MapAccess<'de>>(self, entries: A) -> Result<Object<T>, A::Error> {
        T::deserialize(MapAccessDeserializer::new(entries)).map(Object)
    }
}

/// A list of at most `MOST` items; a longer one is an error, since what lies behind the limit could decide the choice.
#[derive(Debug)]
pub(super) struct List<T, const MOST: usize>(pub(super) Vec<T>);

impl<'de, T: Deserialize<'de>, const MOST: usize> Deserialize<'de> for List<T, MOST> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_seq(ListVisitor(PhantomData))
    }
}

struct ListVisitor<T, const MOST: usize>(PhantomData<T>);

impl<'de, T: Deserialize<'de>, const MOST: usize> Visitor<'de> for ListVisitor<T, MOST> {
    type Value = List<T, MOST>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a list of files")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Self::Value, A::Error> {
        let mut kept = Vec::new();
        while let Some(item) = items.next_element()? {
            if kept.len() == MOST {
                return Err(A::Error::custom(format_args!("it lists more than {MOST} files")));
            }
            kept.push(item);
        }
        Ok(List(kept))
    }
}

fn drain_list<'de, A: SeqAccess<'de>>(items: &mut A) -> Result<(), A::Error> {
    while items.next_element::<IgnoredAny>()?.is_some() {}
    Ok(())
}

fn drain_map<'de, A: MapAccess<'de>>(entries: &mut A) -> Result<(), A::Error> {
    while entries.next_entry::<IgnoredAny, IgnoredAny>()?.is_some() {}
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_value_of_the_wrong_type_reads_as_absent() {
        let read = |text: &str| serde_json::from_str::<Scalar>(text).unwrap();
        for text in ["null", "-1", "1.5", "[1,[2]]", r#"{"a":{"b":[]}}"#] {
            assert_eq!(read(text), Scalar::Absent, "{text}");
        }
        assert_eq!(read("true"), Scalar::Bool(true));
        assert_eq!(read(r#""a\nb""#), Scalar::Text("a\nb".into()));
        assert_eq!(read("7").number(), Some(7));
    }

    #[test]
    fn a_list_that_is_too_long_is_an_error() {
        assert_eq!(serde_json::from_str::<List<Scalar, 2>>("[1,2]").unwrap().0.len(), 2);
        let error = serde_json::from_str::<List<Scalar, 2>>("[1,2,3]").unwrap_err();
        assert!(error.to_string().starts_with("it lists more than 2 files"), "{error}");
    }

    #[test]
    fn an_object_of_the_wrong_type_is_its_default() {
        for text in ["null", "3", "-3", "0.5", "false", r#""x""#, "[{}]"] {
            assert!(serde_json::from_str::<Object<Vec<()>>>(text).unwrap().0.is_empty(), "{text}");
        }
    }
}
