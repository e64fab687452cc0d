// SPDX-License-Identifier: Apache-2.0
import QtQuick
import Jiaohao.Theme
import Jiaohao.Controls
import Jiaohao.Link

Item {
    id: header

    // A second thing to know at the top, for example which counter this is.
    property string detail

    implicitHeight: Theme.px(150)

    Row {
        x: Theme.margin
        anchors.verticalCenter: parent.verticalCenter
        spacing: Theme.px(26)

        Rectangle {
            anchors.verticalCenter: parent.verticalCenter
            width: Theme.px(76)
            height: width
            radius: Theme.radiusSmall
            color: Theme.accent

            Icon {
                anchors.centerIn: parent
                width: Theme.px(48)
                height: width
                name: "megaphone"
                color: Theme.accentInk
            }
        }

        AppText {
            anchors.verticalCenter: parent.verticalCenter
            width: Math.min(implicitWidth, header.width - clock.width - Theme.px(270))
            text: I18n.own(Hall.name) + (header.detail === "" ? "" : "  ·  " + header.detail)
            size: Theme.body
            font.bold: true
            wrapMode: Text.NoWrap
            elide: Text.ElideRight
        }
    }

    AppText {
        id: clock

        anchors.right: parent.right
        anchors.rightMargin: Theme.margin
        anchors.verticalCenter: parent.verticalCenter
        text: HallClock.time
        size: Theme.large
        color: Theme.textMuted
    }
}
