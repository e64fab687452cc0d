// SPDX-License-Identifier: Apache-2.0
import QtQuick
import Jiaohao.Theme
import Jiaohao.Controls
import Jiaohao.Simulator

// Which simulator this is, where it can be opened, and whether it is plugged in.
Rectangle {
    id: header

    implicitHeight: 76
    color: Theme.surface

    Column {
        anchors.left: parent.left
        anchors.leftMargin: Theme.gap * 1.5
        anchors.right: buttons.left
        anchors.rightMargin: Theme.gap
        anchors.verticalCenter: parent.verticalCenter
        spacing: 2

        AppText {
            width: parent.width
            text: Say.t("title." + Sim.kind) + (Sim.profile === "" ? "" : "  ·  " + Sim.profile)
            size: Theme.large
            font.bold: true
            wrapMode: Text.NoWrap
            elide: Text.ElideRight
        }

        Row {
            spacing: Theme.px(16)

            Lamp {
                anchors.verticalCenter: parent.verticalCenter
                on: Sim.plugged
                hue: Sim.plugged ? Theme.faces[4] : Theme.faces[0]
            }

            AppText {
                text: Say.t(Sim.plugged ? "plugged" : "unplugged", { link: Sim.link })
                size: Theme.small
                color: Theme.textMuted
                wrapMode: Text.NoWrap
            }
        }
    }

    Row {
        id: buttons

        anchors.right: parent.right
        anchors.rightMargin: Theme.gap
        anchors.verticalCenter: parent.verticalCenter
        spacing: Theme.px(20)

        Chip {
            name: "plug"
            text: Say.t(Sim.plugged ? "unplug" : "replug")
            onTouched: Sim.plug(!Sim.plugged)
        }

        Chip {
            name: "language"
            icon: "globe"
            text: Say.t("other_language")
            onTouched: Words.language = Words.language === "en" ? "zh_CN" : "en"
        }
    }

    Rectangle {
        anchors.bottom: parent.bottom
        width: parent.width
        height: 1
        color: Theme.line
    }
}
