//! Reads the JSON of the wire into values.
//!
//! A reader of our own, because the browser downloads it: `serde_json` can read every struct from an array as well
//! as from an object, and words every complaint; both are compiled for each type. Here a struct is an object, and
//! all complaints are one.

use super::tree::{Name, Tree};
use serde::de::value::StrDeserializer;
use serde::de::{
    DeserializeOwned, DeserializeSeed, Deserializer, EnumAccess, Error, IntoDeserializer, MapAccess,
    SeqAccess, VariantAccess, Visitor,
};
use serde::forward_to_deserialize_any;
use std::{fmt, slice};

/// A text that is not what was expected.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Unreadable;

impl fmt::Display for Unreadable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("unreadable JSON")
    }
}

impl std::error::Error for Unreadable {}

impl Error for Unreadable {
    fn custom<T: fmt::Display>(_: T) -> Self {
        Self
    }

    // The usual ones put a sentence together first.
    fn invalid_type(_: serde::de::Unexpected<'_>, _: &dyn serde::de::Expected) -> Self {
        Self
    }

    fn invalid_value(_: serde::de::Unexpected<'_>, _: &dyn serde::de::Expected) -> Self {
        Self
    }

    fn invalid_length(_: usize, _: &dyn serde::de::Expected) -> Self {
        Self
    }

    fn unknown_variant(_: &str, _: &'static [&'static str]) -> Self {
        Self
    }

    fn unknown_field(_: &str, _: &'static [&'static str]) -> Self {
        Self
    }

    fn missing_field(_: &'static str) -> Self {
        Self
    }

    fn duplicate_field(_: &'static str) -> Self {
        Self
    }
}

/// Reads a text.
pub fn read<T: DeserializeOwned>(text: &str) -> Result<T, Unreadable> {
    parse(text).and_then(|value| T::deserialize(Json(&value)))
}

fn parse(text: &str) -> Result<Tree<'_>, Unreadable> {
    serde_json::from_str(text).map_err(|_| Unreadable)
}

type Answer<T> = Result<T, Unreadable>;

#[derive(Clone, Copy)]
struct Json<'a>(&'a Tree<'a>);

impl<'a> Json<'a> {
    fn whole(self) -> Answer<i64> {
        match self.0 {
            Tree::Negative(number) => Ok(*number),
            Tree::Natural(number) => i64::try_from(*number).map_err(|_| Unreadable),
            _ => Err(Unreadable),
        }
    }

    fn natural(self) -> Answer<u64> {
        if let Tree::Natural(number) = self.0 { Ok(*number) } else { Err(Unreadable) }
    }

    fn text(self) -> Answer<&'a str> {
        if let Tree::Text(text) = self.0 { Ok(text) } else { Err(Unreadable) }
    }

    fn items(self) -> Answer<Items<'a>> {
        if let Tree::Items(items) = self.0 { Ok(Items(items.iter())) } else { Err(Unreadable) }
    }

    fn fields(self) -> Answer<Fields<'a>> {
        if let Tree::Fields(fields) = self.0 {
            Ok(Fields { rest: fields.iter(), value: None })
        } else {
            Err(Unreadable)
        }
    }

    fn variant(self) -> Answer<Variant<'a>> {
        match self.0 {
            Tree::Text(name) => Ok(Variant { name, content: None }),
            Tree::Fields(fields) => match fields.as_slice() {
                [(Name(name), content)] => Ok(Variant { name, content: Some(Json(content)) }),
                _ => Err(Unreadable),
            },
            _ => Err(Unreadable),
        }
    }
}

macro_rules! numbers {
    ($($method:ident $visit:ident $read:ident,)*) => {$(
        fn $method<V: Visitor<'de>>(self, visitor: V) -> Answer<V::Value> {
            visitor.$visit(self.$read()?)
        }
    )*};
}

impl<'de> Deserializer<'de> for Json<'_> {
    type Error = Unreadable;

    numbers! {
        deserialize_i8 visit_i64 whole,
        deserialize_i16 visit_i64 whole,
        deserialize_i32 visit_i64 whole,
        deserialize_i64 visit_i64 whole,
        deserialize_u8 visit_u64 natural,
        deserialize_u16 visit_u64 natural,
        deserialize_u32 visit_u64 natural,
        deserialize_u64 visit_u64 natural,
        deserialize_str visit_str text,
        deserialize_string visit_str text,
        deserialize_identifier visit_str text,
        deserialize_seq visit_seq items,
        deserialize_map visit_map fields,
    }

    /// What says nothing of itself is not on this wire.
    fn deserialize_any<V: Visitor<'de>>(self, _: V) -> Answer<V::Value> {
        Err(Unreadable)
    }

    fn deserialize_ignored_any<V: Visitor<'de>>(self, visitor: V) -> Answer<V::Value> {
        visitor.visit_unit()
    }

    fn deserialize_bool<V: Visitor<'de>>(self, visitor: V) -> Answer<V::Value> {
        if let Tree::Bool(value) = self.0 { visitor.visit_bool(*value) } else { Err(Unreadable) }
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Answer<V::Value> {
        if matches!(self.0, Tree::Null) { visitor.visit_none() } else { visitor.visit_some(self) }
    }

    fn deserialize_unit<V: Visitor<'de>>(self, visitor: V) -> Answer<V::Value> {
        if matches!(self.0, Tree::Null) { visitor.visit_unit() } else { Err(Unreadable) }
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(self, _: &'static str, visitor: V) -> Answer<V::Value> {
        visitor.visit_newtype_struct(self)
    }

    fn deserialize_tuple<V: Visitor<'de>>(self, _: usize, visitor: V) -> Answer<V::Value> {
        visitor.visit_seq(self.items()?)
    }

    fn deserialize_tuple_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: usize,
        visitor: V,
    ) -> Answer<V::Value> {
        visitor.visit_seq(self.items()?)
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Answer<V::Value> {
        visitor.visit_map(self.fields()?)
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Answer<V::Value> {
        visitor.visit_enum(self.variant()?)
    }

    forward_to_deserialize_any! { i128 u128 f32 f64 char bytes byte_buf unit_struct }
}

struct Items<'a>(slice::Iter<'a, Tree<'a>>);

impl<'de> SeqAccess<'de> for Items<'_> {
    type Error = Unreadable;

    fn next_element_seed<T: DeserializeSeed<'de>>(&mut self, seed: T) -> Answer<Option<T::Value>> {
        self.0.next().map(|value| seed.deserialize(Json(value))).transpose()
    }

    fn size_hint(&self) -> Option<usize> {
        Some(self.0.len())
    }
}

struct Fields<'a> {
    rest: slice::Iter<'a, (Name<'a>, Tree<'a>)>,
    value: Option<&'a Tree<'a>>,
}

impl<'de> MapAccess<'de> for Fields<'_> {
    type Error = Unreadable;

    fn next_key_seed<K: DeserializeSeed<'de>>(&mut self, seed: K) -> Answer<Option<K::Value>> {
        let Some((Name(key), value)) = self.rest.next() else { return Ok(None) };
        self.value = Some(value);
        seed.deserialize(name(key)).map(Some)
    }

    fn next_value_seed<T: DeserializeSeed<'de>>(&mut self, seed: T) -> Answer<T::Value> {
        seed.deserialize(Json(self.value.take().ok_or(Unreadable)?))
    }
}

fn name(text: &str) -> StrDeserializer<'_, Unreadable> {
    text.into_deserializer()
}

struct Variant<'a> {
    name: &'a str,
    content: Option<Json<'a>>,
}

impl<'de, 'a> EnumAccess<'de> for Variant<'a> {
    type Error = Unreadable;
    type Variant = Content<'a>;

    fn variant_seed<T: DeserializeSeed<'de>>(self, seed: T) -> Answer<(T::Value, Content<'a>)> {
        Ok((seed.deserialize(name(self.name))?, Content(self.content)))
    }
}

struct Content<'a>(Option<Json<'a>>);

impl<'de> VariantAccess<'de> for Content<'_> {
    type Error = Unreadable;

    fn unit_variant(self) -> Answer<()> {
        if self.0.is_none() { Ok(()) } else { Err(Unreadable) }
    }

    fn newtype_variant_seed<T: DeserializeSeed<'de>>(self, seed: T) -> Answer<T::Value> {
        seed.deserialize(self.0.ok_or(Unreadable)?)
    }

    fn tuple_variant<V: Visitor<'de>>(self, _: usize, visitor: V) -> Answer<V::Value> {
        visitor.visit_seq(self.0.ok_or(Unreadable)?.items()?)
    }

    fn struct_variant<V: Visitor<'de>>(self, _: &'static [&'static str], visitor: V) -> Answer<V::Value> {
        visitor.visit_map(self.0.ok_or(Unreadable)?.fields()?)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::error::AppError;
    use domain::board::{Board, ColumnPage, From, NewView, SavedView, Summary, Top};
    use domain::desk::{BoardQuery, Done, Load, MyTickets, Outcome, TicketPage};
    use domain::feed::{ClientFrame, Packet, TeamFrame};
    use domain::rules::NewLimit;
    use domain::samples::Samples;
    use domain::{Command, Priority, Refusal, Rules};
    use serde::Serialize;

    /// What `serde_json` has written is read as it was.
    fn same<T: Serialize + DeserializeOwned + PartialEq + fmt::Debug>(value: &T) {
        let text = serde_json::to_string(value).unwrap();
        assert_eq!(read::<T>(&text).as_ref(), Ok(value), "{text}");
    }

    fn all<T: Samples + Serialize + DeserializeOwned + PartialEq + fmt::Debug>() {
        T::samples().iter().for_each(same);
    }

    // Events stay at the desk: screens read bodies and entries.
    #[test]
    fn all_that_goes_over_the_wire_is_read() {
        all::<Board>();
        all::<BoardQuery>();
        all::<ColumnPage>();
        all::<Command>();
        all::<From>();
        all::<Load>();
        all::<MyTickets>();
        all::<NewLimit>();
        all::<NewView>();
        all::<Outcome>();
        all::<Packet<ClientFrame>>();
        all::<Packet<TeamFrame>>();
        all::<Refusal>();
        all::<Rules>();
        all::<SavedView>();
        all::<Summary>();
        all::<TicketPage>();
        all::<Top>();
        for refusal in Refusal::samples() {
            same(&Err::<(), AppError>(AppError::Refused(refusal)));
        }
        same(&vec![Ok(Outcome::Refused(Refusal::NotOpen)), Err(AppError::Unavailable)]);
        same(&Ok::<(), AppError>(()));
        same(&vec![None, Some(From::At(7))]);
        same(&(1_u8, vec![Some(2_u32), None], [3_u16; 6]));
    }

    #[test]
    fn what_is_not_meant_is_refused() {
        assert_eq!(read::<u8>("300"), Err(Unreadable));
        assert_eq!(read::<bool>("1"), Err(Unreadable));
        assert_eq!(read::<Priority>("\"huge\""), Err(Unreadable));
        assert_eq!(read::<Refusal>("{\"unseen\":1}"), Err(Unreadable));
        assert_eq!(read::<Done>("{\"seq\":1,\"linked\":true}"), Err(Unreadable));
        assert_eq!(read::<Done>("[1]"), Err(Unreadable));
        assert_eq!(read::<()>("nul"), Err(Unreadable));
        assert_eq!(read::<()>("null null"), Err(Unreadable));
        assert_eq!(read::<u8>("1.0"), Err(Unreadable));
        assert_eq!(read::<i64>(&u64::MAX.to_string()), Err(Unreadable));
        assert_eq!(read::<Done>(r#"{"seq":1,"seq":2}"#), Err(Unreadable), "a field twice");
    }

    #[test]
    fn texts_and_names_may_be_escaped() {
        assert_eq!(read::<String>(r#""\u00e7\ud83d\udc4d\n\"""#).as_deref(), Ok("ç👍\n\""));
        assert_eq!(read::<Priority>(r#""h\u0069gh""#), Ok(Priority::High));
        assert_eq!(read::<From>(r#"{"\u0061t":7}"#), Ok(From::At(7)));
        assert_eq!(read::<i64>("-9223372036854775808"), Ok(i64::MIN));
    }
}
